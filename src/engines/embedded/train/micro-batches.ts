import { patchCount, patchSize, textBucket, type BatchShape, type ModelConfig } from '../model';
import type { Feed } from '../runtime/runtime';
import type { Sequence } from '../sequence';
import { PAD } from '../tokenizer';

/**
 * Positions of one forward and backward pass: bounds working memory. Larger passes are not faster on a CPU, because
 * activations fall out of its caches.
 */
const MOST_POSITIONS = 1536;
/** Batches are filled up to a multiple of this many rows, so that few graphs are compiled. */
const ROW_STEP = 8;

export interface MicroBatch {
  readonly shape: BatchShape;
  /** Indices into the batch, at most `shape.rows`. */
  readonly members: readonly number[];
}

/** Cuts a batch into passes of static shape. Rows without an image go apart: they need no patch positions. */
export function microBatches(config: ModelConfig, batch: readonly Sequence[]): readonly MicroBatch[] {
  return [true, false].flatMap((images) => {
    const members = batch.flatMap(({ prompt }, i) => ((prompt.patches !== undefined) === images ? [i] : []));
    if (members.length === 0) return [];
    const longest = Math.max(...members.map((i) => textLength(batch[i])));
    const length = textBucket(config, longest);
    const positions = length + (images ? patchCount(config) : 0);
    const passes = Math.ceil((members.length * positions) / MOST_POSITIONS);
    const rows = Math.ceil(members.length / passes / ROW_STEP) * ROW_STEP;
    return Array.from({ length: Math.ceil(members.length / rows) }, (_, pass) => ({
      shape: { rows, length, images },
      members: members.slice(pass * rows, (pass + 1) * rows),
    }));
  });
}

/** Text positions that a sequence takes: the last token of the response is a target only. */
const textLength = (sequence: Sequence | undefined): number =>
  sequence === undefined ? 0 : sequence.prompt.tokens.length + sequence.response.length - 1;

/** `ids`, `targets` and `patches` of a pass. */
export function sequenceFeeds(
  config: ModelConfig,
  { shape, members }: MicroBatch,
  batch: readonly Sequence[],
): Record<string, Feed> {
  const size = [shape.rows, shape.length];
  const ids = new Int32Array(shape.rows * shape.length).fill(PAD);
  const targets = new Int32Array(shape.rows * shape.length).fill(PAD);
  const patches = new Float32Array(shape.images ? shape.rows * patchCount(config) * patchSize(config) : 0);
  members.forEach((member, row) => {
    const sequence = batch[member];
    if (sequence === undefined) return;
    const { prompt, response } = sequence;
    ids.set([...prompt.tokens, ...response.slice(0, -1)], row * shape.length);
    targets.set(response, firstTarget(shape, row, sequence));
    if (prompt.patches !== undefined)
      patches.set(prompt.patches, row * patchCount(config) * patchSize(config));
  });
  return {
    ids: { ids, shape: size },
    targets: { ids: targets, shape: size },
    ...(shape.images
      ? { patches: { floats: patches, shape: [shape.rows, patchCount(config), patchSize(config)] } }
      : {}),
  };
}

/** A [rows, length] array with a value for each response token; 0 elsewhere. */
export function tokenFeed(
  { shape, members }: MicroBatch,
  batch: readonly Sequence[],
  value: (member: number, token: number) => number,
): Feed {
  const floats = new Float32Array(shape.rows * shape.length);
  members.forEach((member, row) => {
    const sequence = batch[member];
    if (sequence === undefined) return;
    const start = firstTarget(shape, row, sequence);
    sequence.response.forEach((_, token) => (floats[start + token] = value(member, token)));
  });
  return { floats, shape: [shape.rows, shape.length] };
}

/** Reads the response tokens' values back out of a [rows, length] result, one list a member. */
export function tokenValues(
  { shape, members }: MicroBatch,
  batch: readonly Sequence[],
  values: Float32Array,
): readonly (readonly number[])[] {
  return members.map((member, row) => {
    const sequence = batch[member];
    if (sequence === undefined) return [];
    const start = firstTarget(shape, row, sequence);
    return [...values.subarray(start, start + sequence.response.length)];
  });
}

/** The last prompt position predicts the first token of the response. */
const firstTarget = (shape: BatchShape, row: number, { prompt }: Sequence): number =>
  row * shape.length + prompt.tokens.length - 1;
