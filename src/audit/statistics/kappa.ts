import { bootstrap, type BootstrapOptions } from './bootstrap';
import { rate, type Rate } from './rate';

export interface Agreement {
  readonly labels: readonly string[];
  /** `counts[i][j]`: items that the first method gives `labels[i]` and the second `labels[j]`. */
  readonly counts: readonly (readonly number[])[];
  readonly agreement: Rate;
  /** Cohen's kappa; absent when one of the methods uses a single label: it can then only be 0 or undefined. */
  readonly kappa?: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly method: string;
  };
}

/** Cohen's kappa (Cohen 1960) of a square table: agreement beyond chance; NaN when chance agreement is 1. */
export function cohenKappa(counts: readonly (readonly number[])[]): number {
  const n = counts.flat().reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  counts.forEach((row, i) => {
    const rowSum = row.reduce((sum, count) => sum + count, 0);
    const columnSum = counts.reduce((sum, other) => sum + (other[i] ?? 0), 0);
    observed += (row[i] ?? 0) / n;
    expected += (rowSum / n) * (columnSum / n);
  });
  return expected >= 1 - 1e-12 ? NaN : (observed - expected) / (1 - expected);
}

/** Two methods' labels on the same items: confusion table, raw agreement, and kappa with a bootstrap interval. */
export function agreementOf(
  pairs: readonly { readonly first: string; readonly second: string; readonly cluster: string }[],
  labels: readonly string[],
  options: BootstrapOptions = {},
): Agreement {
  const size = labels.length;
  const flat = new Int32Array(size * size);
  const clusters = new Map<string, number[]>();
  for (const { first, second, cluster } of pairs) {
    const cell = labels.indexOf(first) * size + labels.indexOf(second);
    flat[cell] = (flat[cell] ?? 0) + 1;
    const cells = clusters.get(cluster);
    if (cells === undefined) clusters.set(cluster, [cell]);
    else cells.push(cell);
  }
  const square = (cells: Int32Array): readonly (readonly number[])[] =>
    labels.map((_, i) => Array.from(cells.subarray(i * size, (i + 1) * size)));
  const counts = square(flat);
  const same = labels.reduce((sum, _, i) => sum + (counts[i]?.[i] ?? 0), 0);
  const agreement = rate(same, pairs.length, 'items');
  const value = cohenKappa(counts);
  const rowLabels = counts.filter((row) => row.some((count) => count > 0)).length;
  const columnLabels = labels.filter((_, i) => counts.some((row) => (row[i] ?? 0) > 0)).length;
  if (!Number.isFinite(value) || rowLabels < 2 || columnLabels < 2) return { labels, counts, agreement };
  const groups = [...clusters.values()];
  const interval = bootstrap(
    groups.length,
    (drawn) => {
      const cells = new Int32Array(size * size);
      groups.forEach((group, i) => {
        const times = drawn[i] ?? 0;
        if (times > 0) for (const cell of group) cells[cell] = (cells[cell] ?? 0) + times;
      });
      return cohenKappa(square(cells));
    },
    { resamples: 2_000, ...options },
  );
  const method = `Cohen's kappa, bootstrap 95 %, ${interval.resamples.toLocaleString('en-US')} resamples`;
  return { labels, counts, agreement, kappa: { value, low: interval.low, high: interval.high, method } };
}
