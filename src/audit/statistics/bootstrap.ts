import { seeded } from './random';
import type { Exclusion, Mean } from './rate';

/** A value that belongs to a cluster: items of one image are not independent. */
export interface Clustered {
  readonly value: number;
  readonly cluster: string;
}

export interface BootstrapOptions {
  readonly seed?: number;
  /** Default 10,000; fewer above 2,000 clusters, down to 1,000, to keep the time in seconds. */
  readonly resamples?: number;
}

const MOST_DRAWS = 2e7;
export const SEED = 20_605;

const resamplesFor = (clusters: number, wanted = 10_000): number =>
  Math.max(1_000, Math.min(wanted, Math.floor(MOST_DRAWS / Math.max(clusters, 1))));

/**
 * Percentile interval (95 %) of a statistic under resampling of whole clusters with replacement (Efron 1979; clusters
 * as Field and Welsh 2007). `statistic` gets, for each cluster, how often it was drawn.
 */
export function bootstrap(
  clusters: number,
  statistic: (drawn: Int32Array) => number,
  options: BootstrapOptions = {},
): { readonly low: number; readonly high: number; readonly resamples: number } {
  const random = seeded(options.seed ?? SEED);
  const resamples = resamplesFor(clusters, options.resamples);
  const values: number[] = [];
  const drawn = new Int32Array(clusters);
  for (let r = 0; r < resamples; r += 1) {
    drawn.fill(0);
    for (let i = 0; i < clusters; i += 1) {
      const at = Math.floor(random() * clusters);
      drawn[at] = (drawn[at] ?? 0) + 1;
    }
    const value = statistic(drawn);
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975), resamples };
}

/** Mean of the values with a bootstrap interval over clusters. */
export function bootstrapMean(
  items: readonly Clustered[],
  what: {
    readonly of: string;
    readonly unit: string;
    readonly clusterName: string;
    readonly excluded?: readonly Exclusion[];
  },
  options: BootstrapOptions = {},
): Mean {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { value, cluster } of items) {
    const entry = sums.get(cluster) ?? { sum: 0, n: 0 };
    entry.sum += value;
    entry.n += 1;
    sums.set(cluster, entry);
  }
  const clusters = [...sums.values()];
  const n = items.length;
  const value = clusters.reduce((total, { sum }) => total + sum, 0) / n;
  const common = {
    kind: 'mean' as const,
    n,
    value,
    unit: what.unit,
    of: what.of,
    excluded: (what.excluded ?? []).filter((e) => e.n > 0),
  };
  if (clusters.length < 2) {
    return { ...common, low: NaN, high: NaN, method: 'no interval: fewer than two independent groups' };
  }
  // Resampling equal groups gives a width of 0, which would pretend certainty.
  if (clusters.every(({ sum, n: size }) => Math.abs(sum / size - value) < 1e-12)) {
    return { ...common, low: NaN, high: NaN, method: 'no interval: all groups have the same mean' };
  }
  const sum = Float64Array.from(clusters, (cluster) => cluster.sum);
  const size = Float64Array.from(clusters, (cluster) => cluster.n);
  const interval = bootstrap(
    clusters.length,
    (drawn) => {
      let total = 0;
      let count = 0;
      for (let i = 0; i < drawn.length; i += 1) {
        const times = drawn[i] ?? 0;
        total += times * (sum[i] ?? 0);
        count += times * (size[i] ?? 0);
      }
      return total / count;
    },
    options,
  );
  const grouped = clusters.length === n ? '' : `, clustered by ${what.clusterName} (${clusters.length})`;
  const method = `bootstrap 95 %, ${interval.resamples.toLocaleString('en-US')} resamples${grouped}`;
  return { ...common, low: interval.low, high: interval.high, method };
}

/** Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan 1996); NaN when there are none. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}
