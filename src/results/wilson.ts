/** 0.975 quantile of the normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval (Wilson 1927, JASA 22, eq. 1) for k successes in n, 95 %. The whole of [0, 1] when n is 0;
 * throws a `RangeError` for what is no rate.
 */
export function wilson(k: number, n: number): { readonly low: number; readonly high: number } {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${k} of ${n} is no rate`);
  }
  return aroundShare(k / n, n);
}

/**
 * The same for a mean of n values between 0 and 1: their variance is at most that of right and wrong with this mean,
 * so that the interval is rather too wide than too narrow.
 */
export function aroundShare(p: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const scale = 1 + Z_95 ** 2 / n;
  const centre = (p + Z_95 ** 2 / (2 * n)) / scale;
  const half = (Z_95 / scale) * Math.sqrt((p * (1 - p)) / n + Z_95 ** 2 / (4 * n ** 2));
  // At the ends the bound is exact; rounding must not move it.
  return { low: p <= 0 ? 0 : Math.max(0, centre - half), high: p >= 1 ? 1 : Math.min(1, centre + half) };
}
