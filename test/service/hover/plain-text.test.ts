import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fence, link, plain } from '../../../src/service/hover/markdown';
import { plainText } from '../../../src/service/hover/plain-text';

describe('Markdown as plain text', () => {
  it('is the words, the code, and the addresses behind their words', () => {
    expect(
      plainText('**`where`**: text\n\n- Default: `1e-6`.\n- _soon_, see [Reference](<file:///a/b.md#c>)'),
    ).toBe('where: text\n\n- Default: 1e-6.\n- soon, see Reference (file:///a/b.md#c)');
    expect(plainText('Value: `1`, from [`defaults`](<file:///a#L3>).')).toBe(
      'Value: 1, from defaults (file:///a#L3).',
    );
    expect(plainText('```python\ndef f(a_b, **c): # `x` \\* &lt;\n```\n\n`a_b_c` and a_b_c')).toBe(
      'def f(a_b, **c): # `x` \\* &lt;\n\na_b_c and a_b_c',
    );
    expect(plainText('file.py:function, `` a`b `` 3 * 4')).toBe('file.py:function, a`b 3 * 4');
  });

  it('gives back any text that was made safe for Markdown', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        'B',
        '_',
        '*',
        '`',
        '[',
        ']',
        '(',
        ')',
        '<',
        '&',
        '\\',
        '#',
        ' ',
        '.',
        '1',
        '~',
      ),
    });
    fc.assert(
      fc.property(text, (written) => {
        const shown = written.replace(/\s+/gu, ' ').trim();
        expect(plainText(plain(written))).toBe(shown);
        if (shown !== '') {
          expect(plainText(code(written))).toBe(shown);
          expect(plainText(`**${code(written)}**: ${code(written)}`)).toBe(`${shown}: ${shown}`);
        }
        expect(plainText(fence(written))).toBe(written);
        expect(plainText(`a ${link('b', 'file:///c')}.`)).toBe('a b (file:///c).');
      }),
      { numRuns: 2000 },
    );
  });
});
