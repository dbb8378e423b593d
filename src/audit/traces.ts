import { clusterOf, type Item } from './items';
import { bootstrapMean, quantile, rate, type Mean, type Rate } from './statistics';

/** Lengths of the responses under the image, in tokens. */
export interface TraceLengths {
  /** Mean over items of the mean length of their samples. */
  readonly mean: Mean;
  readonly median: number;
  readonly p90: number;
  readonly longest: number;
  /** Means over right and over wrong responses; from different items, so their difference is no effect. */
  readonly right: { readonly n: number; readonly mean: number };
  readonly wrong: { readonly n: number; readonly mean: number };
  readonly truncated: Rate;
  readonly unanswered: Rate;
  readonly unboxed: Rate;
}

/** Mean length of an item's samples under the image. */
export function meanTokens(item: Item): number | undefined {
  const traces = item.arms.image?.traces ?? [];
  return traces.length === 0
    ? undefined
    : traces.reduce((sum, { tokens }) => sum + tokens, 0) / traces.length;
}

export function traceLengths(items: readonly Item[]): TraceLengths {
  const all = items.flatMap((item) => item.arms.image?.traces ?? []);
  const sorted = all.map(({ tokens }) => tokens).sort((a, b) => a - b);
  const meanOf = (right: boolean): { n: number; mean: number } => {
    const some = all.filter((trace) => trace.right === right);
    return { n: some.length, mean: some.reduce((sum, { tokens }) => sum + tokens, 0) / some.length };
  };
  const total = (pick: 'truncated' | 'unanswered' | 'unboxed'): Rate =>
    rate(
      items.reduce((sum, item) => sum + (item.arms.image?.[pick] ?? 0), 0),
      all.length,
      'responses',
    );
  const values = items.flatMap((item) => {
    const tokens = meanTokens(item);
    return tokens === undefined ? [] : [{ value: tokens, cluster: clusterOf(item) }];
  });
  return {
    mean: bootstrapMean(values, { of: 'items', unit: 'tokens', clusterName: 'image' }),
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    longest: sorted.at(-1) ?? NaN,
    right: meanOf(true),
    wrong: meanOf(false),
    truncated: total('truncated'),
    unanswered: total('unanswered'),
    unboxed: total('unboxed'),
  };
}
