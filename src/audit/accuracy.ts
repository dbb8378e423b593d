import { ARMS, type Arm } from '../protocol';
import { SOLVED } from './attribution';
import { clusterOf, shareRight, type Item } from './items';
import { bootstrapMean, rate, type Mean, type Rate } from './statistics';

/** How well the items are answered under one arm. */
export interface Accuracy {
  /** mean@k: mean over items of the share of right samples. */
  readonly mean: Mean;
  /** Items of which at least half of the samples are right. */
  readonly solved: Rate;
  /** The answer without sampling, where it was taken. */
  readonly greedy?: Rate;
  /** Samples an item: the k of mean@k, smallest and largest. */
  readonly samples: { readonly least: number; readonly most: number };
}

export function accuracyOf(items: readonly Item[], arm: Arm): Accuracy | undefined {
  const answered = items.flatMap((item) => {
    const result = item.arms[arm];
    const p = shareRight(result);
    return result === undefined || p === undefined ? [] : [{ item, result, p }];
  });
  if (answered.length === 0) return undefined;
  const missing = [{ reason: 'without answers in this arm', n: items.length - answered.length }];
  const greedy = answered.filter(({ result }) => result.greedy !== undefined);
  const ks = answered.map(({ result }) => result.k);
  const [least, most] = ks.reduce<readonly [number, number]>(
    ([low, high], k) => [Math.min(low, k), Math.max(high, k)],
    [Infinity, 0],
  );
  return {
    mean: bootstrapMean(
      answered.map(({ item, p }) => ({ value: p, cluster: clusterOf(item) })),
      { of: 'items', unit: '', clusterName: 'image', excluded: arm === 'image' ? missing : [] },
    ),
    solved: rate(
      answered.filter(({ p }) => p >= SOLVED).length,
      answered.length,
      'items',
      arm === 'image' ? missing : [],
    ),
    ...(greedy.length === 0
      ? {}
      : { greedy: rate(greedy.filter(({ result }) => result.greedy).length, greedy.length, 'items') }),
    samples: { least, most },
  };
}

/** Accuracy of every arm that was run, over the items that have it. */
export const armAccuracies = (items: readonly Item[]): Readonly<Partial<Record<Arm, Accuracy>>> =>
  Object.fromEntries(
    (Object.keys(ARMS) as Arm[]).flatMap((arm) => {
      const accuracy = accuracyOf(items, arm);
      return accuracy === undefined ? [] : [[arm, accuracy] as const];
    }),
  );
