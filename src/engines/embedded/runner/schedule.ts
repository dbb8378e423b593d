import { permutation, randomStream } from '../random';

/** Names the streams of random numbers apart. */
export const STREAM = { order: 1, rollout: 2, validation: 3, prediction: 4, heldOut: 5 } as const;

interface Schedule {
  readonly rows: number;
  readonly batch: number;
  readonly perEpoch: number;
  readonly shuffle: boolean;
  readonly seed: number;
}

/**
 * Row indices (from 0) of the batch of a step (from 1). An epoch shows `perEpoch` whole batches and drops the rest; a
 * shuffled one draws a new order each time. Depends on nothing but its arguments: a resumed stage goes on unchanged.
 */
export function batchRows(schedule: Schedule, step: number): readonly number[] {
  const { rows, batch, perEpoch, shuffle, seed } = schedule;
  const epoch = Math.floor((step - 1) / perEpoch);
  const start = ((step - 1) % perEpoch) * batch;
  const places = Array.from({ length: batch }, (_, i) => start + i);
  if (!shuffle) return places;
  const order = permutation(rows, randomStream(seed, STREAM.order, epoch));
  return places.map((place) => order[place] ?? place);
}

/** The learning rate rises linearly over the warm-up, then stays. */
export const learningRate = (peak: number, warmup: number, step: number): number =>
  peak * Math.min(1, step / Math.max(1, warmup));
