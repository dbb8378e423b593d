import { wilson } from '../../results';

export { wilson } from '../../results';

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

const WILSON = 'Wilson 95 %';

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
