import type { Audit } from './audit';
import { PERCEPTION, SOLVED, type Verdict } from './attribution';
import { groupBy } from './groups';
import { clusterOf, shareRight, type Item } from './items';
import { bootstrapMean, holm, mcnemar, type McNemar, type Mean } from './statistics';
import { meanTokens } from './traces';

export const CHANGES = ['fixed', 'broken', 'still wrong', 'still right'] as const;
export type Change = (typeof CHANGES)[number];

/** Two runs on the items that both answered from the image. */
export interface Comparison {
  readonly name: string;
  readonly common: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly counts: Readonly<Record<Change, number>>;
  readonly test: McNemar;
  /** p after Holm's adjustment over the groups that are read together; absent for the whole. */
  readonly adjusted?: number;
  /** Second minus first, paired; accuracy (mean@k) in percentage points. */
  readonly accuracy: Mean;
  readonly tokens: Mean;
}

export interface RunComparison {
  readonly all: Comparison;
  readonly capabilities: readonly Comparison[];
  readonly datasets: readonly Comparison[];
  /** Item key to what became of it. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Verdicts of common items, first run by second: `perception`, `integration`, `reasoning`, `other`, `right`. */
  readonly moves: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] };
}

interface Pair {
  readonly first: Item;
  readonly second: Item;
  readonly p: number;
  readonly q: number;
}

/** Compares two audited runs on their common items; items are told apart by dataset and row. */
export function compareRuns(a: Audit, b: Audit): RunComparison {
  const second = new Map(b.items.map((item) => [item.key, item]));
  const pairs = a.items.flatMap((first): readonly Pair[] => {
    const other = second.get(first.key);
    const p = shareRight(first.arms.image);
    const q = shareRight(other?.arms.image);
    return other === undefined || p === undefined || q === undefined ? [] : [{ first, second: other, p, q }];
  });
  const verdictsOf = (audit: Audit): ReadonlyMap<string, Verdict> =>
    new Map(audit.items.map((item, i) => [item.key, audit.decisions[i]?.verdict ?? 'unattributed']));
  return {
    all: compare('all items', pairs, a.items.length, b.items.length),
    capabilities: adjusted(pairs, a, b, (item) => item.capability),
    datasets: adjusted(pairs, a, b, (item) => item.dataset),
    changes: new Map(pairs.map((pair) => [pair.first.key, changeOf(pair)])),
    moves: movesOf(pairs, verdictsOf(a), verdictsOf(b)),
  };
}

const changeOf = ({ p, q }: Pair): Change =>
  p >= SOLVED ? (q >= SOLVED ? 'still right' : 'broken') : q >= SOLVED ? 'fixed' : 'still wrong';

function compare(name: string, pairs: readonly Pair[], first: number, second: number): Comparison {
  const counts = { fixed: 0, broken: 0, 'still wrong': 0, 'still right': 0 };
  for (const pair of pairs) counts[changeOf(pair)] += 1;
  const lengths = pairs.flatMap((pair) => {
    const [x, y] = [meanTokens(pair.first), meanTokens(pair.second)];
    return x === undefined || y === undefined ? [] : [{ value: y - x, cluster: clusterOf(pair.first) }];
  });
  const what = { of: 'common items', clusterName: 'image' };
  return {
    name,
    common: pairs.length,
    onlyFirst: first - pairs.length,
    onlySecond: second - pairs.length,
    counts,
    test: mcnemar(counts.fixed, counts.broken),
    accuracy: bootstrapMean(
      pairs.map((pair) => ({ value: 100 * (pair.q - pair.p), cluster: clusterOf(pair.first) })),
      { ...what, unit: 'points' },
    ),
    tokens: bootstrapMean(lengths, { ...what, unit: 'tokens' }),
  };
}

function adjusted(
  pairs: readonly Pair[],
  a: Audit,
  b: Audit,
  key: (item: Item) => string,
): readonly Comparison[] {
  const total = (items: readonly Item[], name: string): number =>
    items.filter((item) => key(item) === name).length;
  const groups = [...groupBy(pairs, ({ first }) => key(first))].map(([name, group]) =>
    compare(name, group, total(a.items, name), total(b.items, name)),
  );
  const ps = holm(groups.map(({ test }) => test.p));
  return groups.map((group, i) => ({ ...group, adjusted: ps[i] ?? 1 }));
}

const MOVES = ['right', 'perception', 'integration', 'reasoning', 'other'] as const;

function movesOf(
  pairs: readonly Pair[],
  first: ReadonlyMap<string, Verdict>,
  second: ReadonlyMap<string, Verdict>,
): RunComparison['moves'] {
  const counts = MOVES.map(() => MOVES.map(() => 0));
  for (const { first: item } of pairs) {
    const row = counts[MOVES.indexOf(labelOf(first.get(item.key)))];
    const column = MOVES.indexOf(labelOf(second.get(item.key)));
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels: MOVES, counts };
}

function labelOf(verdict: Verdict | undefined): (typeof MOVES)[number] {
  if (verdict === undefined) return 'other';
  if (PERCEPTION.includes(verdict)) return 'perception';
  return verdict === 'right' || verdict === 'integration' || verdict === 'reasoning' ? verdict : 'other';
}
