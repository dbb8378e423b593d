import { dirname, join, sep } from 'node:path';
import type { DataSource } from '../../data';
import type { Plan } from '../../plan';
import { packageRoot } from '../../protocol';
import type { Launch, PredictLaunch, StageLaunch } from '../engine';
import { UserError } from './errors';
import { baseModel } from './options/base-model';
import { parseOptions } from './options/options';
import type { PredictSpec, RunnerSpec, TrainSpec } from './runner/spec';

/** The process that trains a stage. */
export function launch({ plan, stage, train, stageDir, from, resume }: StageLaunch): Launch {
  const { curriculum } = plan;
  const options = optionsOf(plan, stage.engineOptions);
  const sources = stage.validation === undefined ? train : [...train, stage.validation];
  const spec: TrainSpec = {
    kind: 'train',
    options,
    base: baseModel(curriculum, options),
    ...(curriculum.prompt === undefined ? {} : { prompt: curriculum.prompt }),
    folders: readable(plan, sources, stageDir),
    settings: stage.settings,
    stageDir,
    train,
    ...(stage.validation === undefined ? {} : { validation: stage.validation }),
    reward: curriculum.reward,
    shuffle: stage.order.shuffle,
    steps: { total: stage.steps.total, perEpoch: stage.steps.perEpoch },
    ...(stage.until === undefined ? {} : { until: stage.until }),
    ...(from === undefined ? {} : { from }),
    ...(resume === undefined ? {} : { resume }),
  };
  return start(spec, join(stageDir, 'engine.json'), dirname(curriculum.file));
}

/** The process that answers the held-out rows. Sampling is that of the last stage. */
export function launchPredictions({ plan, checkpoint, output, arms, limit }: PredictLaunch): Launch {
  const { curriculum, heldOut } = plan;
  const last = plan.stages.at(-1);
  if (last === undefined) throw new UserError('The plan has no stage, so there is nothing to predict with');
  const options = optionsOf(plan, last.engineOptions);
  const spec: PredictSpec = {
    kind: 'predict',
    options,
    base: baseModel(curriculum, options),
    ...(curriculum.prompt === undefined ? {} : { prompt: curriculum.prompt }),
    folders: readable(plan, heldOut, output),
    settings: last.settings,
    sources: heldOut,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    output,
    ...(arms === undefined ? {} : { arms }),
    ...(limit === undefined ? {} : { limit }),
  };
  return start(spec, join(dirname(output), 'engine-predict.json'), dirname(curriculum.file));
}

/** Faults were told by `check`; defaults stand in for them here. */
const optionsOf = (plan: Plan, stageOptions: Readonly<Record<string, unknown>>) =>
  parseOptions({ ...plan.curriculum.engine.options, ...stageOptions }).options;

function start(spec: RunnerSpec, specFile: string, cwd: string): Launch {
  return {
    argv: [process.execPath, join(packageRoot(), 'dist', 'embedded-runner.cjs'), specFile],
    // Inside VS Code the running program is Electron, which is Node only when told so.
    env: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
    cwd,
    files: { [specFile]: `${JSON.stringify(spec, null, 2)}\n` },
  };
}

/**
 * Folders that the runner may read: the curriculum's, those it declares, those of the data (which the plan has
 * accepted), and the workspace that the run lies in.
 */
function readable(plan: Plan, sources: readonly DataSource[], inRun: string): readonly string[] {
  const { file, folders } = plan.curriculum;
  const [workspace, ...below] = inRun.split(`${sep}.stagecraft${sep}`);
  return [
    ...new Set([
      dirname(file),
      ...folders,
      ...sources.flatMap((source) => [dirname(source.path), source.images]),
      ...(below.length > 0 && workspace !== undefined && workspace !== '' ? [workspace] : []),
    ]),
  ];
}
