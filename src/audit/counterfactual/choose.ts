import { readItems, type IndexedItem } from '../../results';
import { leakOf } from '../attribution';
import { stratifiedSample } from '../human';

/** Items of a set that are asked about, by their index. */
export interface Chosen {
  readonly failures: readonly number[];
  /** Right from the image, with a description: whether the model can answer from descriptions is tried on them. */
  readonly controls: readonly number[];
  /** Failures that have a reference description. */
  readonly described: number;
}

/**
 * Draws the failures (all, or `limit` of them, stratified by data set) and the right items for the gate. The same set
 * and seed give the same items, so that an audit can go on where it stopped.
 */
export async function chooseItems(
  set: string,
  { limit, controls, seed }: { readonly limit?: number; readonly controls: number; readonly seed: number },
  signal?: AbortSignal,
): Promise<Chosen> {
  const wrong: number[] = [];
  const wrongOf: string[] = [];
  const right: number[] = [];
  const rightOf: string[] = [];
  const described = new Set<number>();
  for await (const item of readItems(set, {
    where: 'correct IS NOT NULL',
    ...(signal === undefined ? {} : { signal }),
  })) {
    if (item.correct === false) {
      wrong.push(item.index);
      wrongOf.push(item.dataset);
      if (isDescribed(item)) described.add(item.index);
    } else if (item.images.length > 0 && isDescribed(item)) {
      right.push(item.index);
      rightOf.push(item.dataset);
    }
  }
  const places = limit === undefined ? undefined : stratifiedSample(wrongOf, limit, seed);
  const failures = places === undefined ? wrong : places.flatMap((at) => wrong[at] ?? []);
  return {
    failures,
    controls: stratifiedSample(rightOf, controls, seed).flatMap((at) => right[at] ?? []),
    described: failures.filter((index) => described.has(index)).length,
  };
}

/** Whether an item has a reference description that may be asked with: one that states the answer tells nothing. */
export const isDescribed = ({ caption, goldText }: Pick<IndexedItem, 'caption' | 'goldText'>): boolean =>
  caption !== undefined && caption.trim() !== '' && leakOf(caption, goldText) !== 'stated';

const PIECE = 2_000;

/** Items by their indices, a piece at a time: a query does not name a million of them. */
export async function* itemsOf(
  set: string,
  indices: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<IndexedItem> {
  for (let start = 0; start < indices.length; start += PIECE) {
    yield* readItems(set, {
      indices: indices.slice(start, start + PIECE),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}
