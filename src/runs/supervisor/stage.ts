import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Launch, StageLaunch } from '../../engines';
import type { CheckpointRule } from '../../language';
import { needsTrainingFile, type PlannedStage } from '../../plan';
import { errorText, isDiskFull } from '../codes';
import { stageFolder } from '../folder/layout';
import { chosenCheckpoint, inWords } from '../start/checkpoint';
import { attempt } from './attempt';
import type { RunContext, StageOutcome } from './context';
import { withRunData } from './run-data';
import { Stopped, stoppedBy } from './stop-signal';
import { writeTrainingFile, type TrainingFile } from './training-rows';

/** Trains one stage: rows, start checkpoint, engine; from its last complete checkpoint when it was begun before. */
export async function runStage(context: RunContext, stage: PlannedStage): Promise<StageOutcome> {
  try {
    const launch = await prepare(context, stage);
    if (context.stop.cause !== undefined) return stoppedBy(context.stop.cause);
    return await attempt(context, stage.id, launch);
  } catch (error) {
    const { cause } = context.stop;
    if (error instanceof Stopped && cause !== undefined) return stoppedBy(cause);
    return { state: 'failed', reason: isDiskFull(error) ? 'disk full' : errorText(error) };
  }
}

async function prepare(context: RunContext, stage: PlannedStage): Promise<Launch> {
  const { dir, manifest, engine, journal } = context;
  const stageDir = stageFolder(dir, stage.id);
  await mkdir(stageDir, { recursive: true });
  const from = await startCheckpoint(context, stage);
  journal.setStage(stage.id, { from });
  const train = await trainingFile(context, stage, stageDir);
  const resume = (await engine.checkpoints(stageDir)).at(-1)?.path;
  const request: StageLaunch = {
    plan: manifest.plan,
    root: manifest.root,
    stage,
    train: train === undefined ? stage.sources : [train.source],
    stageDir,
    ...(from === undefined ? {} : { from }),
    ...(resume === undefined ? {} : { resume }),
  };
  const { prepare } = engine;
  if (prepare !== undefined) await withRunData(context, (data) => prepare.stage(request, data));
  return engine.launch(request);
}

/** Absolute folder of the checkpoint to start from, or nothing for the base model. Throws when there is none. */
async function startCheckpoint(context: RunContext, stage: PlannedStage): Promise<string | undefined> {
  const { dir, manifest, engine } = context;
  if (stage.from.kind === 'base') return undefined;
  const inherited = Object.hasOwn(manifest.inherited, stage.id) ? manifest.inherited[stage.id] : undefined;
  // Only the name of the other run counts: a checkpoint comes from a run of this workspace or from nowhere.
  const home = inherited === undefined ? dir : join(dirname(dir), basename(inherited.run));
  const rule: CheckpointRule =
    inherited === undefined ? stage.from.checkpoint : { kind: 'step', step: inherited.step };
  const complete = await engine.checkpoints(stageFolder(home, stage.from.stage));
  const chosen = chosenCheckpoint(complete, rule);
  if (chosen !== undefined) return chosen.path;
  throw new Error(
    `stage "${stage.from.stage}" has no complete checkpoint (${inWords(rule)}) to start "${stage.id}" from`,
  );
}

/** The training file, written once: a resumed stage must see the very same rows in the same order. */
async function trainingFile(
  context: RunContext,
  stage: PlannedStage,
  stageDir: string,
): Promise<TrainingFile | undefined> {
  if (!needsTrainingFile(stage)) return undefined;
  const { journal } = context;
  const known = journal.stage(stage.id).train;
  if (known !== undefined) return known;
  const train = await withRunData(context, (data) => writeTrainingFile(data, stage, stageDir));
  journal.setStage(stage.id, { train });
  return train;
}
