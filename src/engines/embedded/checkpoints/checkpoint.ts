import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Checkpoint } from '../../engine';
import { codeOf, UserError } from '../errors';
import type { OptimizerState } from '../train/adamw';
import { loadModel, modelFiles, type Model } from './model-folder';
import { decodeSafetensors, encodeSafetensors, hasWholeLength } from './safetensors';
import { fromTensors, toTensors } from './tensors';

/** Where training stands; with the weights and the optimizer's state, all that a resumed stage needs. */
export interface TrainingState {
  readonly step: number;
  /** Optimizer updates. */
  readonly updates: number;
  /** Mean validation accuracy at this very step, if it was validated. */
  readonly score?: number;
  /** The latest value of every metric, for `until`. */
  readonly metrics: Readonly<Record<string, number>>;
}

const STATE_FILE = 'state.json';
const WEIGHTS_FILE = 'model.safetensors';
const OPTIMIZER_FILE = 'optimizer.safetensors';
const UNFINISHED = '.writing-';

export const checkpointsFolder = (stageDir: string): string => join(stageDir, 'checkpoints');
export const checkpointName = (step: number): string => `step-${String(step).padStart(6, '0')}`;

/**
 * Writes a checkpoint: a model folder with the optimizer's state and `state.json`. Everything is flushed to disk under
 * another name first, so that a folder called `step-...` is complete unless somebody damages it. Returns its path.
 */
export async function writeCheckpoint(
  stageDir: string,
  model: Model,
  optimizer: OptimizerState,
  state: TrainingState,
): Promise<string> {
  const home = checkpointsFolder(stageDir);
  const path = join(home, checkpointName(state.step));
  const draft = join(home, `${UNFINISHED}${checkpointName(state.step)}-${process.pid}`);
  const moments = new Map([
    ...toTensors(model.config, optimizer.mean, 'mean.'),
    ...toTensors(model.config, optimizer.square, 'square.'),
  ]);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    for (const [name, content] of modelFiles(model)) await writeThrough(join(draft, name), content);
    await writeThrough(join(draft, OPTIMIZER_FILE), encodeSafetensors(moments, { format: 'stagecraft' }));
    await writeThrough(join(draft, STATE_FILE), `${JSON.stringify(state)}\n`);
    await syncFolder(draft);
    await rm(path, { recursive: true, force: true });
    await patientRename(draft, path);
    await syncFolder(home);
    return path;
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    if (codeOf(error) === 'ENOSPC')
      throw new UserError(`The disk is full: the checkpoint of step ${state.step} was not written`, {
        hint: 'Free some space and resume; the checkpoints before it are whole.',
        cause: error,
      });
    throw error;
  }
}

/** Reads a checkpoint with what is needed to go on training. */
export async function readCheckpoint(
  folder: string,
): Promise<{ readonly model: Model; readonly optimizer: OptimizerState; readonly state: TrainingState }> {
  try {
    return await decodeCheckpoint(folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = `Remove ${folder} to go on from the checkpoint before it.`;
    throw new UserError(error.message, { hint, cause: error });
  }
}

async function decodeCheckpoint(folder: string) {
  const state = await readState(folder);
  if (state === undefined)
    throw new UserError(`${folder} is not a checkpoint to resume from: a file of it is missing or torn`);
  const model = await loadModel(folder);
  const file = join(folder, OPTIMIZER_FILE);
  const moments = decodeSafetensors(await readFile(file), file);
  const optimizer = {
    updates: state.updates,
    mean: fromTensors(model.config, moments, file, 'mean.'),
    square: fromTensors(model.config, moments, file, 'square.'),
  };
  return { model, optimizer, state };
}

/** Complete checkpoints of a stage folder, oldest first; damaged ones are passed over. */
export async function listCheckpoints(stageDir: string): Promise<readonly Checkpoint[]> {
  const home = checkpointsFolder(stageDir);
  const found: Checkpoint[] = [];
  for (const name of await names(home)) {
    if (!/^step-\d+$/.test(name)) continue;
    const path = join(home, name);
    const state = await readState(path);
    if (state === undefined) continue;
    found.push({ step: state.step, path, ...(state.score === undefined ? {} : { score: state.score }) });
  }
  return found.sort((a, b) => a.step - b.step);
}

/** Removes what an interrupted write left behind. */
export async function removeUnfinished(stageDir: string): Promise<void> {
  const home = checkpointsFolder(stageDir);
  for (const name of await names(home))
    if (name.startsWith(UNFINISHED)) await rm(join(home, name), { recursive: true, force: true });
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readState(folder: string): Promise<TrainingState | undefined> {
  try {
    for (const file of [WEIGHTS_FILE, OPTIMIZER_FILE])
      if (!(await hasWholeLength(join(folder, file)))) return undefined;
    const value = JSON.parse(
      await readFile(join(folder, STATE_FILE), 'utf8'),
    ) as Partial<TrainingState> | null;
    const whole = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
    if (!whole(value?.step) || !whole(value.updates)) return undefined;
    const metrics = Object.fromEntries(
      Object.entries(value.metrics ?? {}).filter(([, metric]) => typeof metric === 'number'),
    );
    const score = typeof value.score === 'number' ? { score: value.score } : {};
    return { step: value.step, updates: value.updates, metrics, ...score };
  } catch {
    return undefined;
  }
}

async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename survive a power cut. Windows cannot open folders; there the file system sees to it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** On Windows a virus scanner may hold a fresh file for a moment. */
async function patientRename(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attempt > 8 || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
      await wait(25 * 2 ** attempt);
    }
  }
}
