import { median } from './series';

/** Slope of a line through points with noise of any kind, and its 95 % interval, a step. */
export interface Trend {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Theil-Sen estimate of the trend of equally spaced values: the median of the slopes between all pairs. Its interval
 * (Sen 1968) leaves out (N - 1.96 sqrt(n(n-1)(2n+5)/18)) / 2 of the N sorted slopes on either side. Undefined below
 * five values.
 */
export function trend(values: readonly number[]): Trend | undefined {
  const n = values.length;
  if (n < 5) return undefined;
  const slopes: number[] = [];
  for (let i = 0; i < n; i += 1)
    for (let j = i + 1; j < n; j += 1) slopes.push(((values[j] ?? 0) - (values[i] ?? 0)) / (j - i));
  slopes.sort((a, b) => a - b);
  const spread = 1.96 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const lower = Math.max(0, Math.floor((slopes.length - spread) / 2));
  const upper = Math.min(slopes.length - 1, Math.ceil((slopes.length + spread) / 2));
  return { slope: median(slopes), low: slopes[lower] ?? 0, high: slopes[upper] ?? 0 };
}
