import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStep } from './metric-line';
import { isRecord, parsePythonJson } from './python-json';

const TRACKER = 'checkpoint_tracker.json';
const FOLDER = /^global_step_(\d{1,12})$/;
const SHARD = /^model_world_size_(\d{1,6})_rank_(\d{1,6})\.pt$/;

export interface SavedStep {
  readonly step: number;
  /** Absolute folder `global_step_N`. */
  readonly path: string;
}

/**
 * Complete checkpoints in `trainer.save_checkpoint_path`, oldest first. EasyR1 writes the shards, then the state of
 * the data loader, then the tracker: what the tracker names, and what was saved before that, is complete. A tracker
 * that a crash has torn was about to name the newest folder that has all its parts.
 */
export async function savedSteps(output: string): Promise<readonly SavedStep[]> {
  const last = await lastStep(output);
  if (last === undefined) return [];
  const names = await readdir(output).catch(() => []);
  const folders = names
    .flatMap((name): readonly SavedStep[] => {
      const step = Number(FOLDER.exec(name)?.[1] ?? Number.NaN);
      return isStep(step) && step <= last ? [{ step, path: join(output, name) }] : [];
    })
    .sort((a, b) => a.step - b.step);
  const whole = await Promise.all(folders.map(({ path }) => hasAllParts(path)));
  return folders.filter((_, i) => whole[i] === true);
}

/** The step that the tracker names; infinity for a torn one, nothing where none was ever written. */
async function lastStep(output: string): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(join(output, TRACKER), 'utf8');
  } catch {
    return undefined;
  }
  const value = parsePythonJson(text);
  if (!isRecord(value)) return Infinity;
  return isStep(value.last_global_step) ? value.last_global_step : undefined;
}

/** The data loader's state and every shard of the model: none was taken away while old checkpoints are removed. */
async function hasAllParts(folder: string): Promise<boolean> {
  const [files, actor] = await Promise.all(
    [folder, join(folder, 'actor')].map((path) => readdir(path).catch((): string[] => [])),
  );
  if (files?.includes('dataloader.pt') !== true || actor === undefined) return false;
  const shards = actor.flatMap((name) => {
    const [, world, rank] = SHARD.exec(name) ?? [];
    return world === undefined ? [] : [{ world: Number(world), rank: Number(rank) }];
  });
  const world = shards[0]?.world ?? 0;
  const ranks = new Set(shards.filter((shard) => shard.world === world).map(({ rank }) => rank));
  // Shards may be cleared away after the merge: then the weights themselves are what counts.
  if (world === 0) return actor.includes('huggingface');
  return ranks.size === world && actor.includes('huggingface');
}
