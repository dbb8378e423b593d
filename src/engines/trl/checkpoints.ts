import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, parsePythonJson } from '../easyr1/companion/follow/python-json';
import type { Checkpoint } from '../engine';
import { checkpointsFolder } from './launch';

/** Written by the Trainer as the last file of a checkpoint: where it is whole, all else is there. */
const MARKER = 'trainer_state.json';
/** What the runner notes of a checkpoint: the mean validation reward at that step. */
const RECORD = 'stagecraft.json';

/** Weights, of a model or of an adapter, whole or in pieces (FSDP and DeepSpeed leave folders). */
const WEIGHTS = /^(?:model|adapter_model|pytorch_model|diffusion_pytorch_model)[\w.-]*$|^global_step\d+$/;

/** Complete checkpoints of a stage folder, oldest first; what an interrupted write has left is passed over. */
export async function listCheckpoints(stageDir: string): Promise<readonly Checkpoint[]> {
  const home = checkpointsFolder(stageDir);
  const found: Checkpoint[] = [];
  for (const name of await names(home)) {
    const step = Number(/^checkpoint-(\d{1,12})$/.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(step)) continue;
    const path = join(home, name);
    if (!(await isComplete(path, step))) continue;
    const score = await scoreOf(path);
    found.push({ step, path, ...(score === undefined ? {} : { score }) });
  }
  return found.sort((a, b) => a.step - b.step);
}

async function isComplete(folder: string, step: number): Promise<boolean> {
  const state = await readJson(join(folder, MARKER));
  if (state?.global_step !== step) return false;
  for (const name of await names(folder)) {
    if (!WEIGHTS.test(name)) continue;
    const { size } = await stat(join(folder, name)).catch(() => ({ size: 0 }));
    if (size > 0) return true;
  }
  return false;
}

async function scoreOf(folder: string): Promise<number | undefined> {
  const score = (await readJson(join(folder, RECORD)))?.score;
  return typeof score === 'number' && Number.isFinite(score) ? score : undefined;
}

/** A state holds the history of all logs, and is still no larger than this. */
const LARGEST_JSON = 64 * 2 ** 20;

async function readJson(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const info = await stat(path);
    if (!info.isFile() || info.size > LARGEST_JSON) return undefined;
    const value = parsePythonJson(await readFile(path, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
