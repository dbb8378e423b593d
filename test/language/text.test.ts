import { workOf } from '../fixtures/work';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, LineIndex, nearest } from '../../src/language';

const anyText = fc
  .array(fc.constantFrom('a', 'é', '𝔘', '\n', '\r', '\r\n', '\t', ' '), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('line index', () => {
  it('counts lines that end in LF, CRLF or CR', () => {
    const index = new LineIndex('a\nbc\r\nd\re');
    expect(index.lineCount).toBe(4);
    expect([0, 2, 3, 4, 6, 8].map((offset) => index.position(offset))).toEqual([
      { offset: 0, line: 0, column: 0 },
      { offset: 2, line: 1, column: 0 },
      { offset: 3, line: 1, column: 1 },
      { offset: 4, line: 1, column: 2 },
      { offset: 6, line: 2, column: 0 },
      { offset: 8, line: 3, column: 0 },
    ]);
  });

  it('clamps what lies outside the text', () => {
    const index = new LineIndex('ab\ncd');
    expect(index.position(-3)).toEqual({ offset: 0, line: 0, column: 0 });
    expect(index.position(99)).toEqual({ offset: 5, line: 1, column: 2 });
    expect(index.offset(0, 99)).toBe(3);
    expect(index.offset(9, 1)).toBe(4);
  });

  it('comes back to every offset', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const index = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const { line, column } = index.position(offset);
          expect(index.offset(line, column)).toBe(offset);
        }
      }),
    );
  });
});

describe('nearest name', () => {
  it.each([
    ['rollout', ['rollouts', 'reward'], 'rollouts'],
    ['lerning_rate', ['learning_rate', 'warmup_steps'], 'learning_rate'],
    ['learning-rate', ['learning_rate'], 'learning_rate'],
    ['EPOCHS', ['epochs'], 'epochs'],
    ['tihnk', ['see', 'think'], 'think'],
    ['see', ['think', 'both'], undefined],
    ['x', ['kl'], undefined],
    ['', ['a'], undefined],
    ['b', ['a'], undefined],
    ['A', ['a'], 'a'],
    ['val_acc', ['val_accuracy', 'val_reward', 'reward'], 'val_accuracy'],
    ['val', ['val_accuracy', 'val_reward'], undefined],
  ])('%s of %j is %s', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it('measures a metric: symmetric, zero for equals only, at most the longer length', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        const limited = editDistance(a, b, 2);
        expect(limited > 2).toBe(distance > 2);
        if (distance <= 2) expect(limited).toBe(distance);
      }),
    );
  });

  it('takes its time from nobody: hostile names are not compared', async () => {
    const name = 'x'.repeat(1_000_000);
    const work = await workOf(() => expect(nearest(name, ['epochs'])).toBeUndefined());
    expect(work).toBeGreaterThan(0);
    expect(work).toBeLessThan(1000);
  });
});
