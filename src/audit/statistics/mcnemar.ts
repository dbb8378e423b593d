export interface McNemar {
  /** Pairs right before and wrong after. */
  readonly broken: number;
  /** Pairs wrong before and right after. */
  readonly fixed: number;
  /** Two-sided exact p-value. */
  readonly p: number;
  readonly method: 'exact McNemar, two-sided';
}

/**
 * McNemar's test in its exact form: under no difference the changed pairs fall either way like a fair coin, so p is
 * twice the binomial tail, at most 1.
 */
export function mcnemar(fixed: number, broken: number): McNemar {
  const n = fixed + broken;
  const least = Math.min(fixed, broken);
  let tail = 0;
  let logChoose = 0;
  for (let i = 0; i <= least; i += 1) {
    if (i > 0) logChoose += Math.log((n - i + 1) / i);
    tail += Math.exp(logChoose - n * Math.LN2);
  }
  return { broken, fixed, p: Math.min(1, 2 * tail), method: 'exact McNemar, two-sided' };
}
