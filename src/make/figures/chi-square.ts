/**
 * The probability of a chi-square statistic of `x` or more with `df` degrees of freedom: Q(df/2, x/2), by the recurrence
 * Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1) from Q(1/2, y) = erfc(sqrt y) or Q(1, y) = e^-y (Abramowitz and Stegun
 * 6.5.21).
 */
export function chiSquareP(x: number, df: number): number {
  if (!(x > 0) || df < 1) return 1;
  const y = x / 2;
  let a = df % 2 === 0 ? 1 : 0.5;
  let q = a === 1 ? Math.exp(-y) : erfc(Math.sqrt(y));
  // y^a e^-y / Gamma(a + 1)
  let term = a === 1 ? y * Math.exp(-y) : (2 * Math.sqrt(y) * Math.exp(-y)) / Math.sqrt(Math.PI);
  while (a + 1 <= df / 2 + 1e-9) {
    q += term;
    a += 1;
    term *= y / a;
  }
  return Math.min(1, Math.max(0, q));
}

/** Complementary error function: its series below 2, Lentz's continued fraction above. */
function erfc(x: number): number {
  if (x < 2) {
    let sum = x;
    let term = x;
    for (let n = 1; n < 200 && Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= -(x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
