import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Column } from '../../src/monitor/curves/column';
import { bucketWidth, downsample, type Segment } from '../../src/monitor/curves/downsample';

interface Point {
  readonly x: number;
  readonly y: number;
}

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6 }) },
  { arbitrary: fc.constant(NaN), weight: 1 },
);
const points = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3000 }), value), { maxLength: 400 })
  .map((list) => list.map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x));
const segments = fc.array(fc.tuple(points, fc.integer({ min: 0, max: 2000 })), { maxLength: 3 });
const range = fc
  .tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 0, max: 6000 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const toSegment = (list: readonly Point[], shift: number): Segment => ({
  x: Float64Array.from(list, ({ x }) => x),
  shift,
  values: Float64Array.from(list, ({ y }) => y),
});

interface Placed extends Point {
  readonly segment: number;
}

/** The same in as few words as possible: every point looked at on its own. */
function naive(all: readonly Placed[], from: number, to: number, buckets: number) {
  const inside = all.filter(({ x }) => x >= from && x <= to).sort((a, b) => a.x - b.x);
  if (inside.length <= buckets) return inside.map((point) => [point]);
  const spans = [...new Set(inside.map(({ segment }) => segment))].map((segment) => {
    const own = inside.filter((point) => point.segment === segment).map(({ x }) => x);
    return [own[0]!, own.at(-1)!] as const;
  });
  const width = bucketWidth(spans, buckets);
  const groups = new Map<string, Placed[]>();
  for (const point of inside) {
    const key = `${point.segment} ${Math.floor(point.x / width)}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  const middle = (group: readonly Placed[]) => (group[0]!.x + group.at(-1)!.x) / 2;
  return [...groups.values()].sort(
    (a, b) => middle(a) - middle(b) || a[0]!.segment - b[0]!.segment || a[0]!.x - b[0]!.x,
  );
}

describe('downsampling', () => {
  it('gives what a plain grouping gives, in at most so many points', () => {
    fc.assert(
      fc.property(segments, range, fc.integer({ min: 1, max: 300 }), (given, [from, to], buckets) => {
        const sampled = downsample(
          given.map(([list, shift]) => toSegment(list, shift)),
          from,
          to,
          buckets,
        );
        const all = given.flatMap(([list, shift], segment) =>
          list.map(({ x, y }) => ({ x: x + shift, y, segment })),
        );
        const groups = naive(all, from, to, buckets);
        expect(sampled.x.length).toBe(groups.length);
        expect(sampled.x.length).toBeLessThanOrEqual(Math.max(buckets, given.length));
        expect(sampled.points).toBe(all.filter(({ x }) => x >= from && x <= to).length);
        // Raw points at the same place may stand in any order.
        if (sampled.points <= buckets) {
          const key = (x: number, y: number) => `${x} ${y}`;
          expect([...sampled.x].map((x, i) => key(x, sampled.y[i]!)).sort()).toEqual(
            groups
              .flat()
              .map(({ x, y }) => key(x, y))
              .sort(),
          );
          expect([...sampled.x]).toEqual(groups.flat().map(({ x }) => x));
          return;
        }
        for (const [i, group] of groups.entries()) {
          const numbers = group.map(({ y }) => y).filter((y) => !Number.isNaN(y));
          expect(sampled.x[i]).toBe((group[0]!.x + group.at(-1)!.x) / 2);
          expect(sampled.low[i]).toBe(numbers.length === 0 ? NaN : Math.min(...numbers));
          expect(sampled.high[i]).toBe(numbers.length === 0 ? NaN : Math.max(...numbers));
          const mean = numbers.reduce((sum, y) => sum + y, 0) / numbers.length;
          if (numbers.length === 0) expect(sampled.y[i]).toBeNaN();
          else
            expect(Math.abs(sampled.y[i]! - mean)).toBeLessThanOrEqual(
              1e-6 * Math.max(1, ...numbers.map(Math.abs)),
            );
        }
      }),
    );
  });

  it('never puts points of two segments into one bucket', () => {
    const count = 1000;
    const stage = (y: number, shift: number): Segment => ({
      x: Float64Array.from({ length: count }, (_, i) => i + 1),
      shift,
      values: new Float64Array(count).fill(y),
    });
    const { x, y } = downsample([stage(0, 0), stage(1, count), stage(5, 2 * count)], 0, Infinity, 100);
    expect(x.length).toBeLessThanOrEqual(100);
    expect(x.length).toBeGreaterThan(40);
    for (const [i, at] of x.entries()) expect(y[i]).toBe(at <= count ? 0 : at <= 2 * count ? 1 : 5);
  });

  it('keeps the extremes of a million points, whatever the part', () => {
    const n = 1_000_000;
    const values = Float64Array.from({ length: n }, (_, i) => Math.sin(i / 5000));
    values[777_777] = 40;
    values[123_456] = -40;
    values[5] = NaN;
    const segment = { x: Float64Array.from({ length: n }, (_, i) => i), shift: 0, values };
    const all = downsample([segment], 0, Infinity, 800);
    expect(all.x.length).toBeGreaterThan(400);
    expect(Math.max(...all.high)).toBe(40);
    expect(Math.min(...all.low)).toBe(-40);
    const part = downsample([segment], 777_000, 778_000, 5000);
    expect(part.points).toBe(1001);
    expect([...part.y]).toEqual([...values.slice(777_000, 778_001)]);
    expect([...part.low]).toEqual([...part.y]);
  });

  it('does not move the buckets of a growing curve', () => {
    const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const at = (length: number) =>
      downsample([{ x: x.subarray(0, length), shift: 0, values: x.subarray(0, length) }], 0, 1e12, 500);
    const [before, after] = [at(9000), at(9800)];
    const whole = before.x.length - 1;
    expect([...after.x.slice(0, whole)]).toEqual([...before.x.slice(0, whole)]);
    expect([...after.y.slice(0, whole)]).toEqual([...before.y.slice(0, whole)]);
  });
});

describe('a column', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), value), { maxLength: 80 });

  it('smooths as the weighted mean of all points so far, however it grew', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(0.3, 0.9, 0.99),
        fc.integer({ min: 1, max: 9 }),
        (list, weight, every) => {
          const column = new Column();
          for (const [i, [, y]] of list.entries()) {
            column.push(i, i, y);
            if (i % every === 0) column.points('step', weight);
          }
          const { smooth } = column.points('step', weight);
          for (const i of list.keys()) {
            let [sum, total] = [0, 0];
            const numbers = list
              .slice(0, i + 1)
              .map(([, y]) => y)
              .filter((y) => !Number.isNaN(y));
            numbers.forEach((y, k) => {
              const share = weight ** (numbers.length - 1 - k);
              sum += share * y;
              total += share;
            });
            if (total === 0) expect(smooth?.[i]).toBeNaN();
            else
              expect(Math.abs(smooth![i]! - sum / total)).toBeLessThan(
                1e-6 * (1 + Math.max(...numbers.map(Math.abs))),
              );
          }
        },
      ),
    );
  });

  it('takes back from a step on and shows steps in order, though they came in any', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 50 }), (list, step) => {
        const column = new Column();
        for (const [i, [s, y]] of list.entries()) column.push(s, i, y);
        const kept = list.map(([s, y], i) => [s, i, y] as const).filter(([s]) => s < step);
        expect(column.takeBack(step)).toBe(list.length - kept.length);
        const byTime = column.points('time', 0);
        expect([...byTime.seconds]).toEqual(kept.map(([, i]) => i));
        expect([...byTime.values]).toEqual(kept.map(([, , y]) => y));
        const bySteps = column.points('step', 0);
        const sorted = [...kept].sort(([a], [b]) => a - b);
        expect([...bySteps.steps]).toEqual(sorted.map(([s]) => s));
        expect([...bySteps.values]).toEqual(sorted.map(([, , y]) => y));
      }),
    );
  });
});
