import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, batchRows, learningRate, rowsOfSteps } from '../../../src/engines/embedded/runner/schedule';
import { adamW, newOptimizer, trainedRanges } from '../../../src/engines/embedded/train/adamw';
import { groupAdvantages } from '../../../src/engines/embedded/train/advantages';
import { tinyModel } from '../support/tiny';

describe('AdamW', () => {
  it('follows the published formula', () => {
    const theta = Float32Array.from([1, -2]);
    const state = { updates: 0, mean: new Float32Array(2), square: new Float32Array(2) };
    const ranges = [{ from: 0, to: 2, decay: true }];
    const options = { learningRate: 0.1, weightDecay: 0.5, gradClip: 1, beta1: 0.9, beta2: 0.99 };
    expect(adamW(theta, Float32Array.from([3, 4]), state, ranges, options)).toBeCloseTo(5, 6);
    // Clipped to [0.6, 0.8]; the first bias-corrected step is the learning rate in each direction.
    expect(theta[0]).toBeCloseTo(1 * 0.95 - 0.1, 5);
    expect(theta[1]).toBeCloseTo(-2 * 0.95 - 0.1, 5);
    expect(state.mean[0]).toBeCloseTo(0.06, 6);
    expect(state.square[1]).toBeCloseTo(0.0064, 6);
  });

  it('leaves a frozen vision encoder alone, decay and norm included', () => {
    const model = tinyModel();
    const before = model.theta.slice();
    const ranges = trainedRanges(model.config, ['vision']);
    const gradient = new Float32Array(model.theta.length).fill(1);
    const norm = adamW(model.theta, gradient, newOptimizer(model.config), ranges, {
      learningRate: 0.1,
      weightDecay: 0.1,
      gradClip: 1,
    });
    const frozen = ranges[0]!.from;
    expect(frozen).toBeGreaterThan(0);
    expect(model.theta.slice(0, frozen)).toEqual(before.slice(0, frozen));
    expect(model.theta.slice(frozen).every((value, i) => value !== before[frozen + i])).toBe(true);
    expect(norm).toBeCloseTo(Math.sqrt(model.theta.length - frozen), 3);
  });

  it('refuses a gradient that is not finite and leaves the weights', () => {
    const theta = Float32Array.from([1]);
    const state = { updates: 0, mean: new Float32Array(1), square: new Float32Array(1) };
    const options = { learningRate: 0.1, weightDecay: 0, gradClip: 1 };
    const run = () =>
      adamW(theta, Float32Array.from([NaN]), state, [{ from: 0, to: 1, decay: true }], options);
    expect(run).toThrow('diverged');
    expect(theta[0]).toBe(1);
    expect(state.updates).toBe(0);
  });
});

describe('advantages', () => {
  it('are relative to the group and zero without a difference', () => {
    expect(groupAdvantages([1, 1, 1])).toEqual([0, 0, 0]);
    const [a, b, c, d] = groupAdvantages([1, 0, 0, 1]);
    expect(a! + b! + c! + d!).toBeCloseTo(0, 6);
    expect(a).toBeCloseTo(Math.sqrt(3) / 2, 4);
  });
});

describe('the schedule of rows', () => {
  const schedule = { rows: 11, batch: 3, perEpoch: 3, shuffle: true, seed: 5 };
  it('shows each row of an epoch once, in a new order each epoch, and drops the rest', () => {
    const epoch = (first: number) => [0, 1, 2].flatMap((i) => batchRows(schedule, first + i));
    expect(new Set(epoch(1)).size).toBe(9);
    expect(epoch(1)).not.toEqual(epoch(4));
    expect(epoch(1)).toEqual(epoch(1));
    expect(epoch(1).every((row) => row >= 0 && row < 11)).toBe(true);
  });
  it('keeps the file’s order without shuffling', () => {
    const plain = { ...schedule, shuffle: false };
    expect([1, 2, 3, 4].map((step) => batchRows(plain, step))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
      [0, 1, 2],
    ]);
  });
  it('is the same for one step and for many, asked for in any order', () => {
    const rowsOf = batches(schedule);
    for (const step of [1, 2, 5, 4, 9, 1]) expect(rowsOf(step)).toEqual(batchRows(schedule, step));
  });
  it('names the rows of some steps, and of a billion in no time', () => {
    fc.assert(
      fc.property(
        fc.record({ rows: fc.integer({ min: 1, max: 30 }), batch: fc.integer({ min: 1, max: 8 }) }),
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        ({ rows, batch }, shuffle, first, more) => {
          fc.pre(batch <= rows);
          const one = { rows, batch, perEpoch: Math.floor(rows / batch), shuffle, seed: 3 };
          const each = Array.from({ length: more }, (_, i) => batchRows(one, first + i)).flat();
          expect(new Set(rowsOfSteps(one, first, first + more - 1))).toEqual(new Set(each));
        },
      ),
    );
    expect(rowsOfSteps(schedule, 4, 1e9).size).toBe(11);
    expect([...rowsOfSteps({ ...schedule, shuffle: false }, 2, 1e9)].sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
  it('warms up linearly', () => {
    expect([1, 2, 3, 4, 9].map((step) => learningRate(1, 4, step))).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(learningRate(2, 0, 1)).toBe(2);
  });
});
