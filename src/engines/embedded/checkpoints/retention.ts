import { rm } from 'node:fs/promises';
import type { Checkpoint } from '../../engine';
import { listCheckpoints } from './checkpoint';

/** The checkpoint with the highest score, the later of equals. */
export function bestCheckpoint(checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  let best: Checkpoint | undefined;
  for (const checkpoint of checkpoints)
    if (checkpoint.score !== undefined && checkpoint.score >= (best?.score ?? -Infinity)) best = checkpoint;
  return best;
}

/**
 * Checkpoints that may go: all but the newest `keep` of those saved on schedule, the best and the newest. A checkpoint
 * that was saved off schedule was written because it was the best at its time.
 */
export function superfluous(
  checkpoints: readonly Checkpoint[],
  keep: number,
  onSchedule: (step: number) => boolean,
): readonly Checkpoint[] {
  const kept = new Set([
    ...checkpoints.filter(({ step }) => onSchedule(step)).slice(-keep),
    bestCheckpoint(checkpoints),
    checkpoints.at(-1),
  ]);
  return checkpoints.filter((checkpoint) => !kept.has(checkpoint));
}

export async function removeSuperfluous(
  stageDir: string,
  keep: number,
  onSchedule: (step: number) => boolean,
): Promise<void> {
  for (const { path } of superfluous(await listCheckpoints(stageDir), keep, onSchedule))
    await rm(path, { recursive: true, force: true });
}
