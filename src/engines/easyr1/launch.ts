import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataEngine } from '../../data';
import { presetOf } from '../../language';
import type { Plan } from '../../plan';
import { packageRoot } from '../../protocol';
import type { Launch, PredictLaunch, StageLaunch } from '../engine';
import { promptText } from '../trl/launch';
import { writeRows } from '../trl/rows';
import type { PredictSpec as RunnerSpec } from '../trl/spec';
import type { Cluster, CompanionSpec, Merge } from './companion';
import { weightsFault } from './companion/weights';
import { writeData } from './data';
import { PREDICT_FILES, runOf, stageFile } from './files';
import { mergerOf, shownInstallation, startedInstallation, type Installation } from './installation';
import { mainProcess } from './main-process';
import { resumeOf } from './resume';
import type { Setting } from './settings';
import { piecesFolder, weightsFolder } from './weights';

/** EasyR1's own command for a stage, as a person would type it, whatever is installed here. */
export async function stageCommand(request: StageLaunch): Promise<Launch> {
  const installation = await shownInstallation(request.plan, request.root, request.env);
  const { process, files } = await mainProcess(request, installation, await resumeOf(request));
  return { ...process, files };
}

export const prepareStage = (request: StageLaunch, data: DataEngine): Promise<void> =>
  writeData(request, data);

/** Our companion, which merges what the stage starts from, starts EasyR1 and tells what it does. */
export async function launchStage(request: StageLaunch): Promise<Launch> {
  const { plan, root, stage, stageDir, from } = request;
  if (stage.from.kind === 'stage' && from === undefined)
    throw new Error(
      `Stage "${stage.id}" starts from a checkpoint of "${stage.from.stage}", and none was given`,
    );
  const installation = await startedInstallation(plan, root);
  const main = await mainProcess(request, installation, await resumeOf(request));
  const cluster = clusterOf(request);
  const spec: CompanionSpec = {
    kind: 'train',
    stage: stage.id,
    merges: from === undefined ? [] : [await mergeOf(from, installation, main.process.env)],
    main: main.process,
    output: stageFile(stageDir, 'checkpoints'),
    steps: {
      total: stage.steps.total,
      ...frequency('saveEvery', 'trainer.save_freq', main.settings),
      ...frequency('validateEvery', 'trainer.val_freq', main.settings),
    },
    validates: main.layout.validates,
    device: deviceText(plan, stage.settings.gpus),
    ...(cluster === undefined ? {} : { cluster }),
  };
  return companion(spec, stageFile(stageDir, 'spec'), plan, main.files);
}

export async function preparePredictions({ plan, output }: PredictLaunch, data: DataEngine): Promise<void> {
  const folder = dirname(output);
  const queries = plan.heldOut.map((source) => ({ source }));
  const target = { output: join(folder, PREDICT_FILES.rows), images: join(folder, PREDICT_FILES.images) };
  await writeRows(data, queries, target);
}

/**
 * Predictions of a checkpoint: its weights are joined, then the runner of TRL answers with them, in the same Python,
 * which has torch and Transformers.
 */
export async function launchPredictions(request: PredictLaunch): Promise<Launch> {
  const { plan, root, checkpoint, output, arms, limit } = request;
  const { curriculum } = plan;
  const last = plan.stages.at(-1);
  if (last === undefined) throw new Error('The plan has no stage, so there is nothing to predict with');
  const installation = await startedInstallation(plan, root);
  const folder = dirname(output);
  const runner: RunnerSpec = {
    kind: 'predict',
    model: checkpoint === undefined ? baseModel(plan) : weightsFolder(checkpoint),
    engine: { precision: 'bf16', adapter: 'none', lora_rank: 16, vllm: false },
    ...(curriculum.prompt === undefined ? {} : { prompt: await promptText(curriculum.prompt) }),
    settings: last.settings,
    options: {},
    rows: join(folder, PREDICT_FILES.rows),
    output,
    ...(arms === undefined ? {} : { arms }),
    ...(limit === undefined ? {} : { limit }),
  };
  const runnerFile = join(folder, PREDICT_FILES.runner);
  const script = join(packageRoot(), 'src', 'engines', 'trl', 'runner', 'main.py');
  const env = { PYTHONUNBUFFERED: '1' };
  const spec: CompanionSpec = {
    kind: 'predict',
    stage: last.id,
    merges: checkpoint === undefined ? [] : [await mergeOf(checkpoint, installation, env)],
    main: { argv: [installation.python, script, runnerFile], env, cwd: dirname(curriculum.file) },
  };
  const files = { [runnerFile]: `${JSON.stringify(runner, null, 2)}\n` };
  return companion(spec, join(folder, PREDICT_FILES.spec), plan, files);
}

/** The model of the curriculum for Transformers: a Hub id, or a folder. */
function baseModel({ curriculum: { model } }: Plan): string {
  if (model.kind === 'hub') return model.id;
  if (model.kind === 'folder') return model.path;
  const hub = presetOf(model.name)?.hub;
  if (hub === undefined)
    throw new Error(`EasyR1 cannot predict with \`${model.name}\`: it has no weights on the Hub`);
  return hub;
}

/** The merge is skipped where the weights are there, so its script is missed only where it is needed. */
async function mergeOf(
  checkpoint: string,
  installation: Installation,
  env: Readonly<Record<string, string>>,
): Promise<Merge> {
  const script = mergerOf(installation);
  const actor = piecesFolder(checkpoint);
  const isMerged = (await weightsFault(weightsFolder(checkpoint))) === undefined;
  if (!isMerged && (script === undefined || !existsSync(script)))
    throw new Error(
      `The weights of ${checkpoint} are in pieces, and EasyR1's scripts/model_merger.py, which joins them, is not ${script === undefined ? 'known' : `at ${script}`}. Name the EasyR1 checkout in \`engine: { easyr1: { home: ... } }\``,
    );
  const argv = [installation.python, script ?? 'scripts/model_merger.py', '--local_dir', actor];
  return { actor, process: { argv, env, cwd: installation.home ?? dirname(actor) } };
}

function clusterOf({ plan, stageDir, stage }: StageLaunch): Cluster | undefined {
  const { cluster } = plan.curriculum.engine.options;
  if (typeof cluster !== 'string') return undefined;
  const submission = `${runOf(stageDir)}-${stage.id}`.replaceAll(/[^\w.-]/gu, '-');
  return { address: cluster, submission };
}

function deviceText({ curriculum }: Plan, gpus: number): string {
  const { nodes } = curriculum.engine.options;
  const each = `${gpus} GPU${gpus === 1 ? '' : 's'}`;
  return typeof nodes === 'number' && nodes > 1 ? `${nodes} x ${each}` : each;
}

function frequency<Name extends string>(
  name: Name,
  key: string,
  settings: readonly Setting[],
): Partial<Record<Name, number>> {
  const value = settings.find(([own]) => own === key)?.[1];
  return typeof value === 'number' ? ({ [name]: value } as Record<Name, number>) : {};
}

function companion(
  spec: CompanionSpec,
  specFile: string,
  { curriculum }: Plan,
  files: Readonly<Record<string, string>>,
): Launch {
  return {
    argv: [process.execPath, join(packageRoot(), 'dist', 'easyr1-runner.cjs'), specFile],
    // Inside VS Code the running program is Electron, which is Node only when told so.
    env: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
    cwd: dirname(curriculum.file),
    files: { ...files, [specFile]: `${JSON.stringify(spec, null, 2)}\n` },
  };
}
