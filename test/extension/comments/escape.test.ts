import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMarkdown, asQuote } from '../../../src/extension/comments/escape';

/** What the editor's Markdown would make something of, in words that nobody of ours has written. */
const HOSTILE = [
  '[click](command:workbench.action.closeWindow)',
  '![x](https://example.org/x.png)',
  '<img src=x onerror=alert(1)>',
  'https://example.org/a?b=c',
  'www.example.org',
  'a@example.org',
  '# heading',
  '1. list',
  '- list',
  '> quote',
  '```js\ncode\n```',
  '    code',
  '\tcode',
  '$(trash)',
  '&lt;b&gt;',
  '| a | b |\n|---|---|',
  '**bold** _it_ ~~gone~~ `code`',
  '[a]: https://example.org',
  'text\n===',
  '\\[x](y)',
];

describe('words of strangers as Markdown', () => {
  it('keep every character that means something from meaning it', () => {
    for (const text of HOSTILE)
      for (const line of asMarkdown(text).split('\n')) {
        // What is left once every escaped character is taken out means nothing in Markdown.
        expect(line.replaceAll(/\\[!-/:-@[-`{-~]/g, ''), text).not.toMatch(/[!-/:-@[-`{-~]/);
        expect(line, text).not.toMatch(/^(?: {4}|\t)/);
      }
  });

  it('are the same words once the backslashes are taken away', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 200 }), (text) => {
        const back = asMarkdown(text).replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
        expect(back.trim()).toBe(text.trim());
        expect(asMarkdown(text).replaceAll(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[!-/:-@[-`{-~]/);
      }),
    );
  });

  it('keep their lines, and lose what turns text around', () => {
    expect(asMarkdown('a\r\nb\rc')).toBe('a  \nb  \nc');
    expect(asMarkdown('a\u202Eb\u200Bc\u0007d')).toBe('a b c d');
    expect(asMarkdown('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}\\.\\.\\.`);
  });

  it('stay inside their quotation', () => {
    expect(asQuote('a\n\nb\n# c').split('\n')).toEqual(['> a  ', '>   ', '> b  ', String.raw`> \# c`]);
  });
});
