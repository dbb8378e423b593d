import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/protocol';
import { byPlace, withoutRepeats, worstFirst } from '../../src/plan';
import { count, list } from '../../src/plan/words';

const at = (file: string, line: number, over: Partial<Problem> = {}): Problem => ({
  code: 'SC240',
  severity: 'error',
  message: 'm',
  place: {
    file,
    range: { start: { offset: line * 10, line, column: 0 }, end: { offset: line * 10 + 1, line, column: 1 } },
  },
  ...over,
});

describe('lists of problems', () => {
  it('keeps the first of equal problems', () => {
    const first = at('a', 1, { hint: 'first' });
    expect(withoutRepeats([first, at('a', 1, { hint: 'second' }), at('a', 2)])).toEqual([first, at('a', 2)]);
  });

  it('keeps problems that differ in place, code or words', () => {
    const all = [at('a', 1), at('b', 1), at('a', 1, { code: 'SC241' }), at('a', 1, { message: 'n' })];
    expect(withoutRepeats(all)).toEqual(all);
  });

  it('puts errors first and keeps the order of finding inside a severity', () => {
    const info = at('a', 1, { severity: 'info' });
    const [early, late] = [at('z', 9), at('a', 2)];
    const warning = at('a', 3, { severity: 'warning' });
    expect(worstFirst([info, early, warning, late])).toEqual([early, late, warning, info]);
  });

  it('goes through the curriculum before data files, line by line', () => {
    const whole: Problem = { code: 'SC380', severity: 'warning', message: 'm', place: { file: 'data' } };
    const sorted = byPlace(
      [at('data', 7), whole, at('base', 1), at('main', 5), at('main', 2)],
      ['main', 'base'],
    );
    expect(sorted.map(({ place }) => [place.file, place.range?.start.line])).toEqual([
      ['main', 2],
      ['main', 5],
      ['base', 1],
      ['data', undefined],
      ['data', 7],
    ]);
  });
});

describe('numbers and lists in words', () => {
  it.each([
    [1, 'row', '1 row'],
    [0, 'row', '0 rows'],
    [3291, 'row', '3291 rows'],
    [13000, undefined, '13,000'],
    [1234567.5, undefined, '1,234,567.5'],
  ])('%s %s', (value, noun, text) => {
    expect(count(value, noun)).toBe(text);
  });

  it('joins with commas and a last and', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});
