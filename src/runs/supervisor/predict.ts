import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { PredictLaunch } from '../../engines';
import { errorText, isDiskFull } from '../codes';
import { renameWithPatience } from '../folder/atomic';
import { FILES, PREDICT, predictionsFile, stageFolder } from '../folder/layout';
import { chosenCheckpoint } from '../start/checkpoint';
import { attempt } from './attempt';
import type { RunContext, StageOutcome } from './context';
import { withRunData } from './run-data';
import { Stopped, stoppedBy } from './stop-signal';

/** Samples an arm when the curriculum names no number: the fewest that tell luck from skill. */
const DEFAULT_K = 4;

/**
 * Predictions on the held-out rows from the best checkpoint of the last stage. The file appears under its name
 * beside that stage's log only when it is whole; until then it is a draft, with which a resumed attempt goes on. Its
 * name says the step, so that answers of two checkpoints are never mixed.
 */
export async function runPredictions(context: RunContext): Promise<StageOutcome> {
  const { dir, manifest, engine } = context;
  try {
    const last = manifest.stages.at(-1);
    if (last === undefined) return { state: 'failed', reason: 'the run has no stage to predict with' };
    const checkpoint = chosenCheckpoint(await engine.checkpoints(stageFolder(dir, last)), { kind: 'best' });
    if (checkpoint === undefined) {
      return { state: 'failed', reason: `stage "${last}" has no complete checkpoint to predict with` };
    }
    const output = predictionsFile(dir, last);
    const draft = join(dirname(output), `part-${checkpoint.step}-${FILES.predictions}`);
    await mkdir(dirname(output), { recursive: true });
    const arms = armsOf(context);
    const request: PredictLaunch = {
      plan: manifest.plan,
      root: manifest.root,
      checkpoint: checkpoint.path,
      output: draft,
      ...(arms === undefined ? {} : { arms }),
      ...limitOf(context),
    };
    const { prepare } = engine;
    if (prepare !== undefined) await withRunData(context, (data) => prepare.predict(request, data));
    const launch = await engine.predict(request);
    const outcome = await attempt(context, PREDICT, launch, { silentSuccess: true });
    if (outcome.state !== 'done') return outcome;
    if (!(await exists(draft)))
      return { state: 'failed', reason: 'the engine ended without writing predictions' };
    await renameWithPatience(draft, output);
    return outcome;
  } catch (error) {
    const { cause } = context.stop;
    if (error instanceof Stopped && cause !== undefined) return stoppedBy(cause);
    return { state: 'failed', reason: isDiskFull(error) ? 'disk full' : errorText(error) };
  }
}

function armsOf({ manifest }: RunContext): { readonly k: number } | undefined {
  const audit = manifest.plan.curriculum.audit;
  // Runs of earlier versions name one method.
  const methods = audit?.methods ?? [audit?.method];
  if (audit === undefined || !methods.includes('counterfactual')) return undefined;
  return { k: wholeNumber(audit.samples) ?? DEFAULT_K };
}

function limitOf({ manifest }: RunContext): { readonly limit?: number } {
  const limit = wholeNumber(manifest.plan.curriculum.audit?.limit);
  return limit === undefined ? {} : { limit };
}

/** `run.json` may have been edited by anybody. */
const wholeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
