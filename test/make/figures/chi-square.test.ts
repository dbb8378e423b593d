import { expect, it } from 'vitest';
import { chiSquareP } from '../../../src/make/figures';

// Critical values of the chi-square distribution, NIST/SEMATECH e-Handbook, table 1.3.6.7.4.
it.each([
  [3.841, 1, 0.05],
  [5.991, 2, 0.05],
  [7.815, 3, 0.05],
  [11.345, 3, 0.01],
  [9.488, 4, 0.05],
  [11.07, 5, 0.05],
  [16.266, 3, 0.001],
])('p of %d with %d degrees of freedom', (x, df, p) => {
  expect(chiSquareP(x, df) / p).toBeCloseTo(1, 2);
});

it('is 1 where nothing differs', () => {
  expect(chiSquareP(0, 3)).toBe(1);
});
