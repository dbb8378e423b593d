/** Why items are left out of a figure, and how many. */
export interface Exclusion {
  readonly reason: string;
  readonly n: number;
}

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How the interval was made, in words for a reader. */
  readonly method: string;
  /** What the figure counts, such as `items`. */
  readonly of: string;
  readonly n: number;
  readonly excluded: readonly Exclusion[];
}

/** `k` of `n` with its interval. There is no way to make one without them: no figure is a bare percentage. */
export interface Rate extends Interval {
  readonly kind: 'rate';
  readonly k: number;
}

/** A mean over `n` items with its interval. */
export interface Mean extends Interval {
  readonly kind: 'mean';
  readonly unit: string;
}

export type Figure = Rate | Mean;

/** 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;
const WILSON = 'Wilson 95 %';

/** Wilson's score interval (Wilson 1927) for k successes in n, 95 %. The whole of [0, 1] when n is 0. */
export function wilson(k: number, n: number): { readonly low: number; readonly high: number } {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${k} of ${n} is no rate`);
  }
  if (n === 0) return { low: 0, high: 1 };
  const p = k / n;
  const scale = 1 + Z ** 2 / n;
  const centre = (p + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  // At the ends the bound is exact; rounding must not move it.
  return { low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half };
}

export function rate(k: number, n: number, of: string, excluded: readonly Exclusion[] = []): Rate {
  const { low, high } = wilson(k, n);
  const value = n === 0 ? NaN : k / n;
  return {
    kind: 'rate',
    k,
    n,
    value,
    low,
    high,
    method: WILSON,
    of,
    excluded: excluded.filter((e) => e.n > 0),
  };
}
