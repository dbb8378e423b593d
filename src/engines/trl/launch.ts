import { dirname, join } from 'node:path';
import type { Plan, PlannedStage } from '../../plan';
import { packageRoot } from '../../protocol';
import { readRegularText, type DataEngine } from '../../data';
import type { Launch, PredictLaunch, StageLaunch } from '../engine';
import { installCommand, lackWords, lookForEnginePython, shownPython, torchNote } from '../python';
import { accelerateConfig, keywordArguments, modelName, trlOptions } from './options';
import { commandFor, environmentFor } from './processes';
import { writeRows } from './rows';
import type { PredictSpec, RunnerSpec, TrainSpec } from './spec';

/** Modules of a vision encoder, as the architectures of Transformers name them. */
export const VISION_TOWER = String.raw`(^|\.)(visual|vision_tower|vision_model)\.`;

/** Files of a stage, below its folder. */
const FILES = {
  spec: 'trl.json',
  train: 'rows.jsonl',
  validation: 'validation-rows.jsonl',
  images: 'images',
  checkpoints: 'checkpoints',
} as const;

/** Files of predictions, beside their output. */
const PREDICT_FILES = { spec: 'trl-predict.json', rows: 'held-out-rows.jsonl', images: 'images' } as const;

export const checkpointsFolder = (stageDir: string): string => join(stageDir, FILES.checkpoints);

const runner = (): string => join(packageRoot(), 'src', 'engines', 'trl', 'runner', 'main.py');

/** Rows for the runner: those to train on in their order, and those to validate on. */
export async function prepareStage({ stage, train, stageDir }: StageLaunch, data: DataEngine): Promise<void> {
  const images = join(stageDir, FILES.images);
  await writeRows(data, train.map(queryOf), { output: join(stageDir, FILES.train), images });
  if (stage.validation === undefined) return;
  const output = join(stageDir, FILES.validation);
  await writeRows(data, [{ source: stage.validation }], { output, images });
}

/** A source of the plan with its condition; a materialised one has none. */
function queryOf(source: StageLaunch['train'][number]) {
  const { where, ...rest } = source as StageLaunch['train'][number] & { readonly where?: string };
  return { source: rest, ...(where === undefined ? {} : { where }) };
}

/** The held-out rows of a plan, beside the output of the predictions. */
export async function preparePredictions({ plan, output }: PredictLaunch, data: DataEngine): Promise<void> {
  const folder = dirname(output);
  const queries = plan.heldOut.map((source) => ({ source }));
  await writeRows(data, queries, {
    output: join(folder, PREDICT_FILES.rows),
    images: join(folder, PREDICT_FILES.images),
  });
}

/** The process that trains a stage. Rejects when no interpreter has what it needs. */
export const launchStage = async (request: StageLaunch): Promise<Launch> =>
  await stageProcess(request, await interpreter(request.plan, request.root));

/** The same, as a person would type it, whatever is installed here. Starts no program. */
export const stageCommand = (request: StageLaunch): Promise<Launch> =>
  stageProcess(request, shownPython(request.plan, request.root, request.env));

async function stageProcess(request: StageLaunch, python: string): Promise<Launch> {
  const { plan, stage, stageDir, from, resume } = request;
  const { validation, hubValidation } = stage;
  const spec: TrainSpec = {
    kind: 'train',
    ...(await common(plan, stage)),
    ...(from === undefined ? {} : { checkpoint: from }),
    output: checkpointsFolder(stageDir),
    train: join(stageDir, FILES.train),
    ...(validation === undefined ? {} : { validation: join(stageDir, FILES.validation) }),
    ...(hubValidation === undefined ? {} : { hubValidation }),
    reward: plan.curriculum.reward,
    shuffle: stage.order.shuffle,
    steps: { total: stage.steps.total, perEpoch: stage.steps.perEpoch },
    ...(resume === undefined ? {} : { resume }),
    vision: VISION_TOWER,
  };
  const { gpus } = stage.settings;
  const accelerate = accelerateConfig(plan.curriculum);
  const processes = { python, gpus, ...(accelerate === undefined ? {} : { accelerate }) };
  return start(spec, join(stageDir, FILES.spec), processes, plan);
}

/** The process that answers the held-out rows: on one GPU, sampling as in the last stage. */
export async function launchPredictions(request: PredictLaunch): Promise<Launch> {
  const { plan, root, checkpoint, output, arms, limit } = request;
  const last = plan.stages.at(-1);
  if (last === undefined) throw new Error('The plan has no stage, so there is nothing to predict with');
  const folder = dirname(output);
  const spec: PredictSpec = {
    kind: 'predict',
    ...(await common(plan, last)),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    rows: join(folder, PREDICT_FILES.rows),
    output,
    ...(arms === undefined ? {} : { arms }),
    ...(limit === undefined ? {} : { limit }),
  };
  const python = await interpreter(plan, root);
  const gpus = Math.min(1, last.settings.gpus);
  return start(spec, join(folder, PREDICT_FILES.spec), { python, gpus }, plan);
}

async function common({ curriculum }: Plan, { settings, engineOptions }: PlannedStage) {
  const model = modelName(curriculum.model);
  if (model === undefined)
    throw new Error('TRL cannot train the micro model. Name a model of the Hub, or a folder, in `model`');
  return {
    model,
    engine: trlOptions(curriculum, settings),
    ...(curriculum.prompt === undefined ? {} : { prompt: await promptText(curriculum.prompt) }),
    settings,
    options: keywordArguments(engineOptions),
  };
}

/** The runner gets the text itself: a run is to be repeated as it was, whatever becomes of the file. */
export async function promptText(file: string): Promise<string> {
  const found = await readRegularText(file);
  if (found.kind === 'text') return found.text;
  throw new Error(
    `The format prompt cannot be read: ${file} ${found.kind === 'missing' ? 'does not exist' : found.reason}`,
  );
}

function start(
  spec: RunnerSpec,
  specFile: string,
  processes: Parameters<typeof commandFor>[0],
  { curriculum }: Plan,
): Launch {
  const { gpus } = processes;
  return {
    argv: commandFor(processes, [runner(), specFile]),
    // Without this, a program that is to use the processor would still take memory of a GPU.
    env: { ...environmentFor(gpus), ...(gpus === 0 ? { CUDA_VISIBLE_DEVICES: '' } : {}) },
    cwd: dirname(curriculum.file),
    files: { [specFile]: `${JSON.stringify(spec, null, 2)}\n` },
  };
}

/** The interpreter to start; an `Error` for people names what was tried, what is missing, and the command for it. */
async function interpreter(plan: Plan, root: string): Promise<string> {
  const look = await lookForEnginePython(plan, root);
  if (look === undefined) throw new Error('The engine needs no Python');
  if (look.kind === 'none')
    throw new Error(`No Python runs \`${plan.curriculum.engine.name}\` (tried ${look.tried.join('; ')})`);
  const { environment, lacking } = look;
  if (lacking.length === 0) return environment.command;
  throw new Error(
    `${environment.command} (${environment.source}) lacks packages: ${lackWords(lacking)}. Run: ${installCommand(environment.command, lacking)}${torchNote(lacking)}`,
  );
}
