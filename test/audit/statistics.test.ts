import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreementOf, bootstrapMean, cohenKappa, holm, mcnemar, printFigure, quantile, rate, wilson,
} from '../../src/audit/statistics'; // prettier-ignore

const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 200);

describe('Wilson interval', () => {
  it('gives the published values', () => {
    const { low, high } = wilson(87, 100);
    expect(low).toBeCloseTo(0.79, 3);
    expect(high).toBeCloseTo(0.922, 3);
    // Newcombe 1998, table I.
    expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
    expect(wilson(15, 148).low).toBeCloseTo(0.0624, 4);
    expect(wilson(15, 148).high).toBeCloseTo(0.1605, 4);
    expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) as number });
    expect(wilson(1, 29).low).toBeCloseTo(0.0061, 4);
    expect(wilson(1, 29).high).toBeCloseTo(0.1718, 4);
  });

  it('is where the score test just rejects, holds k/n, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (n, raw) => {
        const k = raw % (n + 1);
        const { low, high } = wilson(k, n);
        const z = (p: number): number => Math.abs(k / n - p) / Math.sqrt((p * (1 - p)) / n);
        if (k > 0) expect(z(low)).toBeCloseTo(1.959964, 4);
        if (k < n) expect(z(high)).toBeCloseTo(1.959964, 4);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
        expect(wilson(n - k, n).low).toBeCloseTo(1 - high, 12);
      }),
      { numRuns: RUNS },
    );
  });

  it('knows nothing of nothing and refuses nonsense', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    expect(() => wilson(3, 2)).toThrow(RangeError);
    expect(() => wilson(0.5, 2)).toThrow(RangeError);
  });
});

describe('McNemar', () => {
  it('equals the binomial sum, for small and large counts', () => {
    expect(mcnemar(9, 1).p).toBeCloseTo(0.021484375, 12);
    expect(mcnemar(0, 0).p).toBe(1);
    expect(mcnemar(5, 5).p).toBe(1);
    // 2 * P(X <= 59) of Binomial(180, 1/2), as R's mcnemar.exact computes it for the table 59/121.
    expect(mcnemar(121, 59).p).toBeCloseTo(4.434e-6, 8);
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (fixed, broken) => {
        const n = fixed + broken;
        const choose = (k: number): number => {
          let value = 1;
          for (let i = 1; i <= k; i += 1) value = (value * (n - k + i)) / i;
          return value;
        };
        let extreme = 0;
        for (let k = 0; k <= n; k += 1) {
          if (Math.abs(k - n / 2) >= Math.abs(fixed - n / 2)) extreme += choose(k);
        }
        expect(mcnemar(fixed, broken).p).toBeCloseTo(extreme / 2 ** n, 9);
      }),
      { numRuns: RUNS },
    );
    expect(mcnemar(100_000, 99_000).p).toBeGreaterThan(0);
  });
});

describe('Holm', () => {
  it('adjusts the textbook example', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(3)))).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([])).toEqual([]);
  });

  it('rejects what the step-down procedure rejects', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (values) => {
        const alpha = 0.05;
        const sorted = [...values].sort((a, b) => a - b);
        let rejected = 0;
        while (rejected < sorted.length && sorted[rejected]! <= alpha / (sorted.length - rejected))
          rejected += 1;
        expect(holm(values).filter((p) => p <= alpha + 1e-15)).toHaveLength(rejected);
        holm(values).forEach((p, i) => expect(p).toBeGreaterThanOrEqual(values[i]!));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('Cohen’s kappa', () => {
  it('gives the published value', () => {
    expect(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 12);
    expect(
      cohenKappa([
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ]),
    ).toBeCloseTo(0.492, 3); // Cohen 1960
    expect(
      cohenKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toBeNaN();
  });

  it('is 1 for equal labels, and about 0 when labels are shuffled', () => {
    const labels = ['perception', 'reasoning'];
    const pairs = Array.from({ length: 400 }, (_, i) => ({
      first: labels[i % 2]!, second: labels[Math.floor(i / 2) % 2]!, cluster: String(i),
    })); // prettier-ignore
    const shuffled = agreementOf(pairs, labels);
    expect(shuffled.kappa?.value).toBeCloseTo(0, 9);
    expect(shuffled.kappa?.low).toBeLessThan(0);
    expect(shuffled.kappa?.high).toBeGreaterThan(0);
    expect(
      agreementOf(
        pairs.map((pair) => ({ ...pair, second: pair.first })),
        labels,
      ).kappa?.value,
    ).toBe(1);
    expect(agreementOf([], labels).kappa).toBeUndefined();
  });
});

describe('bootstrap', () => {
  const what = { of: 'items', unit: '', clusterName: 'image' };

  it('is the same each time and near the normal interval for independent values', () => {
    const items = Array.from({ length: 400 }, (_, i) => ({ value: i % 2, cluster: String(i) }));
    const mean = bootstrapMean(items, what);
    expect(mean).toEqual(bootstrapMean(items, what));
    expect(mean.value).toBe(0.5);
    expect(mean.low).toBeCloseTo(0.5 - (1.96 * 0.5) / 20, 2);
    expect(mean.high).toBeCloseTo(0.5 + (1.96 * 0.5) / 20, 2);
  });

  it('widens when items of an image agree', () => {
    const items = Array.from({ length: 400 }, (_, i) => ({
      value: Math.floor(i / 8) % 2,
      cluster: String(Math.floor(i / 8)),
    }));
    const clustered = bootstrapMean(items, what);
    const naive = bootstrapMean(
      items.map((item, i) => ({ ...item, cluster: String(i) })),
      what,
    );
    // Eight equal items an image: an effective n of 50, so an interval sqrt(8) times as wide.
    expect((clustered.high - clustered.low) / (naive.high - naive.low)).toBeCloseTo(Math.sqrt(8), 0);
    expect(clustered.method).toContain('clustered by image (50)');
  });

  it('covers the truth about as often as it says', () => {
    let covered = 0;
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      const items = Array.from({ length: 60 }, (_, i) => {
        const x = Math.sin(round * 7919 + i * 104729) * 43758.5453;
        return { value: x - Math.floor(x) < 0.3 ? 1 : 0, cluster: String(i) };
      });
      const { low, high } = bootstrapMean(items, what, { resamples: 1000, seed: round });
      if (low <= 0.3 && 0.3 <= high) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.88);
    expect(covered / rounds).toBeLessThan(0.99);
  });

  it('gives no interval to one group', () => {
    expect(bootstrapMean([{ value: 1, cluster: 'a' }], what).method).toContain('no interval');
  });

  it('interpolates quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([5], 0.9)).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('figures', () => {
  it('are printed with all that belongs to them', () => {
    const text = printFigure(
      rate(87, 100, 'failures', [
        { reason: 'without image', n: 3 },
        { reason: 'leaked', n: 0 },
      ]),
    );
    expect(text).toBe('87.0 % (87 of 100 failures; Wilson 95 %: 79.0–92.2 %; excluded: 3 without image)');
    expect(printFigure(rate(0, 0, 'failures'))).toBe('no figure (0 failures)');
    const mean = bootstrapMean(
      [
        { value: -12, cluster: 'a' },
        { value: -8, cluster: 'b' },
      ],
      { of: 'items', unit: 'tokens', clusterName: 'image' },
    );
    expect(printFigure(mean)).toMatch(
      /^−10.0 tokens \(2 items; bootstrap 95 %, 10,000 resamples: −12.0–−8.0\)$/,
    );
  });
});

describe('agreement of two methods', () => {
  it('gives no kappa when one of them uses a single label', () => {
    const pairs = ['a', 'b', 'a', 'a'].map((first, i) => ({ first, second: 'a', cluster: String(i) }));
    const { kappa, agreement } = agreementOf(pairs, ['a', 'b']);
    expect(kappa).toBeUndefined();
    expect(agreement).toMatchObject({ k: 3, n: 4 });
  });
});

describe('mean of items that are all alike', () => {
  it('has no interval rather than one of width 0', () => {
    const items = Array.from({ length: 24 }, (_, i) => ({ value: 0, cluster: String(i) }));
    const mean = bootstrapMean(items, { of: 'items', unit: '', clusterName: 'image' });
    expect(mean.low).toBeNaN();
    expect(printFigure(mean)).toContain('no interval');
  });
});
