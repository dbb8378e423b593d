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
export const batchRows = (schedule: Schedule, step: number): readonly number[] => batches(schedule)(step);

/** `batchRows` of many steps: the order of an epoch is drawn once for as long as its steps are asked for. */
export function batches(schedule: Schedule): (step: number) => readonly number[] {
  const { rows, batch, perEpoch, shuffle, seed } = schedule;
  let drawn: { readonly epoch: number; readonly order: ArrayLike<number> } | undefined;
  return (step) => {
    const epoch = Math.floor((step - 1) / perEpoch);
    const start = ((step - 1) % perEpoch) * batch;
    const places = Array.from({ length: batch }, (_, i) => start + i);
    if (!shuffle) return places;
    if (drawn?.epoch !== epoch)
      drawn = { epoch, order: permutation(rows, randomStream(seed, STREAM.order, epoch)) };
    const { order } = drawn;
    return places.map((place) => order[place] ?? place);
  };
}

/**
 * All rows of the steps from `first` to `last`. The work is bounded by the rows, not by the steps: it ends when no
 * later step can add any.
 */
export function rowsOfSteps(schedule: Schedule, first: number, last: number): ReadonlySet<number> {
  const { rows, perEpoch, shuffle } = schedule;
  const rowsOf = batches(schedule);
  const end = shuffle ? last : Math.min(last, first + perEpoch - 1);
  const wanted = new Set<number>();
  for (let step = first; step <= end && wanted.size < rows; step++)
    for (const row of rowsOf(step)) wanted.add(row);
  return wanted;
}

/** The learning rate rises linearly over the warm-up, then stays. */
export const learningRate = (peak: number, warmup: number, step: number): number =>
  peak * Math.min(1, step / Math.max(1, warmup));
