import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSorted,
  passRateAt,
  passRateOfStep,
  stepsAnEpoch,
  wayThrough,
} from '../../../webview/dashboard/plan/difficulty';
import { aStage } from '../parts/run';

/** Rows evenly over all pass rates: the quantile is the rate. */
const EVEN = {
  stage: 's',
  bins: Array.from({ length: 20 }, () => 5),
  unknown: 0,
  band: [0.05, 0.5, 0.95] as const,
};
const sorted = aStage('s', {
  difficulty: 'easy-to-hard',
  order: 'from the highest pass rate to the lowest (easy to hard); the same in every epoch',
  rows: 100,
  totalSteps: 20,
  settings: { batch: '10', epochs: '2' },
});

describe('quantiles of pass rates', () => {
  test('lie inside the bin that holds the row', () => {
    expect(passRateAt([0, 10, 0, 10], 0.5)).toBe(0.5);
    expect(passRateAt([0, 10, 0, 10], 0.25)).toBe(0.375);
    expect(passRateAt([0, 10, 0, 10], 1)).toBe(1);
  });
  test('are unknown without rows', () => {
    expect(passRateAt([0, 0, 0], 0.5)).toBeUndefined();
  });
  test('never fall as the quantile grows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }).filter((bins) => bins.some((n) => n > 0)),
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (bins, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          expect(passRateAt(bins, low)).toBeLessThanOrEqual(passRateAt(bins, high) ?? -1);
        },
      ),
    );
  });
});

describe('where a sorted stage is', () => {
  test('goes from easy to hard in each pass over the rows', () => {
    expect(stepsAnEpoch(sorted)).toBe(10);
    const rates = Array.from({ length: 20 }, (_, i) => passRateOfStep(sorted, EVEN, i + 1) ?? NaN);
    expect(rates[0]).toBeCloseTo(0.95);
    expect(rates[9]).toBeCloseTo(0.05);
    // The second epoch starts again at the easy rows.
    expect(rates[10]).toBeCloseTo(0.95);
    expect(rates[19]).toBeCloseTo(0.05);
  });
  test('is the other way round from hard to easy', () => {
    const stage = { ...sorted, difficulty: 'hard-to-easy' as const };
    expect(passRateOfStep(stage, EVEN, 1)).toBeCloseTo(0.05);
    expect(passRateOfStep(stage, EVEN, 10)).toBeCloseTo(0.95);
  });
  test('is nowhere for a shuffled stage, nor when capability comes before difficulty', () => {
    expect(passRateOfStep({ ...sorted, difficulty: 'none' }, EVEN, 5)).toBeUndefined();
    const byCapability = {
      ...sorted,
      capabilities: ['perception', 'visual-reasoning'],
      order:
        'perception, then visual-reasoning; inside each, from the highest pass rate to the lowest (easy to hard)',
    };
    expect(isSorted(byCapability)).toBe(false);
    expect(passRateOfStep(byCapability, EVEN, 5)).toBeUndefined();
  });
  test('takes the whole stage for one pass when the batch is unknown', () => {
    expect(stepsAnEpoch({ ...sorted, settings: {} })).toBe(20);
  });
});

describe('the way through the band', () => {
  test('is one falling line a pass', () => {
    const way = wayThrough(sorted, EVEN);
    expect(way).toHaveLength(2);
    expect(way[0]?.[0]).toEqual([0, 1]);
    expect(way[0]?.at(-1)?.[0]).toBeCloseTo(0.5);
    expect(way[0]?.at(-1)?.[1]).toBeCloseTo(0);
    expect(way[1]?.at(-1)?.[0]).toBeCloseTo(1);
  });
  test('stops where a broken last pass stops', () => {
    const way = wayThrough({ ...sorted, totalSteps: 15 }, EVEN);
    expect(way).toHaveLength(2);
    expect(way[1]?.at(-1)?.[1]).toBeCloseTo(0.5);
  });
  test('is left out with too many passes to tell apart, and for shuffled rows', () => {
    expect(wayThrough({ ...sorted, totalSteps: 1000 }, EVEN)).toEqual([]);
    expect(wayThrough({ ...sorted, difficulty: 'none' }, EVEN)).toEqual([]);
  });
});
