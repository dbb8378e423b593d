import { describe, expect, it } from 'vitest';
import { columns, cutStyled, displayWidth, fit, visibleInline } from '../../../src/cli/print/text-width';

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

describe('cutStyled', () => {
  const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
  it('counts no columns for colours, never cuts through one, and closes what is open', () => {
    expect(cutStyled(red('see'), 3)).toBe(red('see'));
    expect(cutStyled(`${red('see')} and`, 5)).toBe(`${red('see')} …\u001b[0m`);
    expect(cutStyled(red('数学数学'), 6)).toBe('\u001b[31m数学…\u001b[0m');
    expect(cutStyled('plain text', 6)).toBe('plain…');
  });
});

describe('visibleInline', () => {
  it('keeps a hostile text on one line and without commands', () => {
    expect(visibleInline('a\r\nb\u001b[2J')).toBe('a b\\u001b[2J');
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
