import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Curve } from '../../../src/protocol/runs';
import { align } from '../../../webview/dashboard/curves/align';
import { divisionOf, extremesOf, linearRange } from '../../../webview/dashboard/curves/extremes';
import { brokenAfter, nearest, type Line } from '../../../webview/dashboard/curves/lines';
import { trace } from '../../../webview/dashboard/curves/trace';

const curve = (x: readonly number[], y: readonly number[], over: Partial<Curve> = {}): Curve => ({
  metric: 'reward',
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  low: Float64Array.from(y),
  high: Float64Array.from(y),
  points: x.length,
  ...over,
});

const line = (of: Curve, over: Partial<Line> = {}): Line => ({
  run: 0,
  metric: of.metric,
  scale: 'left',
  part: 0,
  curve: of,
  ...over,
});

const LINEAR = { left: false, right: false };

describe('lines over one axis', () => {
  test('a line without a point at a place is drawn on there; one that is not a number breaks', () => {
    const dense = line(curve([1, 2, 3, 4], [10, 20, NaN, 40]));
    const sparse = line(curve([2, 4], [0.5, 0.7]));
    expect(align([dense, sparse], LINEAR)).toEqual({
      x: [1, 2, 3, 4],
      values: [
        [10, 20, null, 40],
        [undefined, 0.5, undefined, 0.7],
      ],
    });
  });

  test('a line is lifted between two stages and over what is not a number; a lone point is a dot', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    const y = [10, 20, 30, 40, NaN, 60];
    const drawn: string[] = [];
    const pen = {
      moveTo: (at: number) => void drawn.push(`to ${at}`),
      lineTo: (at: number) => void drawn.push(`line ${at}`),
    };
    trace(pen, 0, 5, (i) => [x[i] ?? NaN, y[i] ?? NaN], brokenAfter(x, [2]));
    expect(drawn).toEqual(['to 1', 'line 2', 'to 3', 'line 4', 'to 6', 'line 6']);
  });

  test('what is measured before the first step of a stage is not joined to the last step before it', () => {
    expect(brokenAfter(Float64Array.of(1, 2, 2, 4), [2])).toEqual(new Set([1]));
    expect(brokenAfter(Float64Array.of(1, 2, 2), [2])).toEqual(new Set([1]));
  });

  test('a boundary before or behind all points breaks nothing', () => {
    expect(brokenAfter(Float64Array.of(5, 6), [4, 6, 9])).toEqual(new Set());
  });

  test('on a logarithmic axis 0 and less have no place', () => {
    const { values } = align([line(curve([1, 2, 3], [0, -1, 2]))], { left: true, right: false });
    expect(values).toEqual([[null, null, 2]]);
  });

  test('every point of every line is found again', () => {
    const points = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(points, { minLength: 1, maxLength: 4 }), (lists) => {
        const lines = lists.map((list) => {
          const x = [...list].sort((a, b) => a - b);
          return line(
            curve(
              x,
              x.map((at) => at * 2 + 1),
            ),
          );
        });
        const { x, values } = align(lines, LINEAR);
        expect([...x].sort((a, b) => a - b)).toEqual(x);
        expect(new Set(x).size).toBe(x.length);
        lines.forEach((one, i) => {
          const found = x.flatMap((at, k) =>
            typeof values[i]?.[k] === 'number' ? [[at, values[i][k]]] : [],
          );
          expect(found).toEqual(Array.from(one.curve.x, (at) => [at, at * 2 + 1]));
        });
      }),
    );
  });
});

describe('the nearest point', () => {
  test('is the nearest, for any place', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.double({ min: -60, max: 60, noNaN: true }),
        (list, at) => {
          const x = Float64Array.from(list).sort();
          const best = Math.min(...x.map((value) => Math.abs(value - at)));
          expect(Math.abs((x[nearest(x, at)] ?? NaN) - at)).toBe(best);
        },
      ),
    );
  });

  test('there is none without points', () => {
    expect(nearest(new Float64Array(0), 3)).toBe(-1);
  });
});

describe('the value axis', () => {
  const banded = curve([1, 2], [5, 6], {
    low: Float64Array.of(1, 2),
    high: Float64Array.of(8, 9),
    points: 100,
  });

  test('holds the band of buckets, but not what is out of range', () => {
    expect(extremesOf([line(banded)], 0, 3)).toEqual({ min: 1, max: 9 });
    expect(extremesOf([line(banded)], 1.5, 3)).toEqual({ min: 2, max: 9 });
    expect(extremesOf([line(banded)], 3, 4)).toBeUndefined();
  });

  test('passes over what is not a number', () => {
    expect(extremesOf([line(curve([1, 2, 3], [NaN, Infinity, 4]))], 0, 9)).toEqual({ min: 4, max: 4 });
  });

  test('a logarithm is used where all is above 0, else one that takes all', () => {
    expect(divisionOf(true, { min: 0.1, max: 10 })).toEqual({ kind: 'log' });
    expect(divisionOf(true, { min: -3, max: 5 })).toEqual({ kind: 'asinh', linearTo: 0.001 });
    expect(divisionOf(true, { min: 0, max: 0 })).toEqual({ kind: 'linear' });
    expect(divisionOf(false, { min: 0.1, max: 10 })).toEqual({ kind: 'linear' });
  });

  test('is never empty, and has no room below 0 for what is never negative', () => {
    for (const value of [0, 1e-6, 7, -4]) {
      const [from, to] = linearRange({ min: value, max: value });
      expect(to).toBeGreaterThan(from);
    }
    expect(linearRange({ min: 0, max: 1 })[0]).toBe(0);
  });
});
