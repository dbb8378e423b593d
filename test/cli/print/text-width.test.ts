import { describe, expect, it } from 'vitest';
import { columns, displayWidth, fit } from '../../../src/cli/print/text-width';

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['数学', 4],
    ['é', 1],
    ['👩‍🔬', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));
});

describe('fit', () => {
  it('pads short texts and cuts long ones to exactly the width', () => {
    expect(fit('see', 5)).toBe('see  ');
    expect(fit('see-and-think', 6)).toBe('see-a…');
    expect(displayWidth(fit('数学数学', 6))).toBe(6);
  });
});

describe('columns', () => {
  it('aligns by display width', () => {
    expect(
      columns([
        ['a', '1'],
        ['数', '2'],
      ]),
    ).toEqual(['a   1', '数  2']);
  });
});
