import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AXIS_WIDTH, layColumns, share } from '../../../webview/dashboard/plan/columns';
import { aStage } from '../parts/run';

test('a stage is as wide as its share of the steps', () => {
  const stages = [aStage('a', { totalSteps: 100 }), aStage('b', { totalSteps: 300, from: 'best of a' })];
  const { columns, width } = layColumns(stages, 1000);
  expect(width).toBe(1000);
  expect((columns[1]?.width ?? 0) / (columns[0]?.width ?? 1)).toBeCloseTo(3);
  expect(columns[0]?.x).toBe(AXIS_WIDTH);
});

test('a short stage keeps room for its name, at the cost of the long ones', () => {
  const { columns } = layColumns([aStage('a', { totalSteps: 1 }), aStage('b', { totalSteps: 100_000 })], 800);
  expect(columns[0]?.width).toBe(76);
  expect(columns[1]?.width).toBeGreaterThan(500);
});

test('twelve stages in a narrow panel are wider than it, so that it scrolls', () => {
  const stages = Array.from({ length: 12 }, (_, i) => aStage(`s${i}`));
  const { columns, width } = layColumns(stages, 500);
  expect(columns).toHaveLength(12);
  expect(width).toBeGreaterThan(12 * 76);
  expect(columns.every((column) => column.width === 76)).toBe(true);
});

test('neighbours of one capability stand under one heading, in training order', () => {
  const textual = ['textual-reasoning'];
  const { groups } = layColumns(
    [
      aStage('a'),
      aStage('b'),
      aStage('c', { capabilities: textual }),
      aStage('d'),
      aStage('e', { capabilities: ['perception', 'textual-reasoning'] }),
    ],
    1200,
  );
  expect(groups.map(({ capabilities }) => capabilities.join('+'))).toEqual([
    'perception',
    'textual-reasoning',
    'perception',
    'perception+textual-reasoning',
  ]);
});

test('predictions and the audit are caps at the end, not columns', () => {
  const { columns, ends, endX } = layColumns([aStage('a'), aStage('predict', { kind: 'predict' })], 600);
  expect(columns.map(({ stage }) => stage.id)).toEqual(['a']);
  expect(ends.map(({ id }) => id)).toEqual(['predict']);
  expect(endX).toBeGreaterThan((columns[0]?.x ?? 0) + (columns[0]?.width ?? 0));
});

test('stages without known steps count as average ones', () => {
  const { columns } = layColumns(
    [aStage('a', { totalSteps: 100 }), aStage('b', { totalSteps: 0 }), aStage('c', { totalSteps: 100 })],
    1000,
  );
  expect(columns[1]?.width).toBeCloseTo(columns[0]?.width ?? 0);
});

test('shares fill the room exactly and none is below the least', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 100, max: 3000 }),
      (parts, room) => {
        const widths = share(parts, room, 60);
        expect(Math.min(...widths)).toBeGreaterThanOrEqual(60 - 1e-9);
        const sum = widths.reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(Math.max(room, parts.length * 60), 4);
      },
    ),
  );
});
