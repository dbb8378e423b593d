import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { expressionRange } from '../../src/language';
import { check, curriculum, pointed, THREE } from './helpers';

/** The written text of a piece of `where` of the first stage, for every way of writing it. */
function piece(where: string, part: string): string {
  const text = curriculum(`  - id: see\n    data: [shapes, sums, scenes]\n    where: ${where}`);
  const found = check(text);
  const value = found.curriculum?.stages[0]?.where ?? '';
  const start = value.indexOf(part);
  expect(start).toBeGreaterThanOrEqual(0);
  return pointed(text, expressionRange(found, ['stages', 'see', 'where'], start, start + part.length));
}

describe('a piece of an expression', () => {
  it.each([
    ['plain', 'pass_rate < 1 AND len(images) = 1', 'len', 'len'],
    ['plain over lines', 'pass_rate < 1\n      AND   lne(images) = 1', 'lne', 'lne'],
    ['single quotes', "'name = ''x'' AND lne(images) = 1'", 'lne', 'lne'],
    ['a quote in single quotes', "'name = ''x'' AND len(images) = 1'", "'x'", "''x''"],
    ['double quotes', '"name = \\"x\\" AND \\u006cne(images)"', 'lne', '\\u006cne'],
    ['double quotes with joined lines', '"pass_rate < 1 \\\n      AND lne(images)"', 'lne', 'lne'],
    ['literal', '|\n      pass_rate < 1\n      AND lne(images) = 1', 'lne', 'lne'],
    [
      'folded',
      '>-  # why\n      pass_rate < 1\n\n      AND\n        lne(images) = 1\n',
      'lne(images)',
      'lne(images)',
    ],
    ['characters of two units', "name = '𝔘𝔘' AND lne(x)", 'lne', 'lne'],
    ['blanks in between', 'a   AND   b', 'AND   b', 'AND   b'],
  ])('is found in %s', (_name, where, part, written) => {
    expect(piece(where, part)).toBe(written);
  });

  it('is found in CRLF text', () => {
    const text = curriculum(
      '  - id: see\n    data: shapes\n    where: |\n      a < 1\n      AND b < 2',
    ).replaceAll('\n', '\r\n');
    const found = check(text);
    const start = found.curriculum?.stages[0]?.where?.indexOf('b < 2') ?? 0;
    expect(pointed(text, expressionRange(found, ['stages', 0, 'where'], start, start + 5))).toBe('b < 2');
  });

  it('is found through an alias, at the anchor', () => {
    const text = curriculum(
      `  - { id: see, data: shapes, where: &w 'a < 1' }\n  - { id: think, data: sums, where: *w }`,
    );
    expect(pointed(text, expressionRange(check(text), ['stages', 'think', 'where'], 4, 5))).toBe('1');
  });

  it('is a place without width where nothing is: between two characters, before the first, behind the last', () => {
    const text = curriculum(`  - { id: see, data: shapes, where: 'ab' }`);
    const found = check(text);
    const at = text.indexOf("'ab'") + 1;
    for (const offset of [0, 1, 2]) {
      const { range } = expressionRange(found, ['stages', 0, 'where'], offset, offset);
      expect([range?.start.offset, range?.end.offset]).toEqual([at + offset, at + offset]);
    }
  });

  it('is found for every character, however a YAML writer puts the text', () => {
    const expression = fc
      .array(
        fc.constantFrom(
          'a',
          '<',
          ' ',
          '  ',
          '\n',
          '\n\n',
          "'",
          '"',
          '\\',
          '𝔘',
          'é',
          '#',
          ': ',
          '- ',
          '\t',
          'word ',
        ),
        { minLength: 1, maxLength: 30 },
      )
      .map((parts) => `x${parts.join('')}x`);
    const styles = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    fc.assert(
      fc.property(expression, styles, fc.integer({ min: 20, max: 80 }), (where, style, lineWidth) => {
        const yaml = stringify({ reward: where }, { defaultStringType: style as 'PLAIN', lineWidth });
        // The writer folds some plain texts into what is no YAML, or another text.
        const read = parseDocument(yaml);
        fc.pre(read.errors.length === 0 && (read.toJS() as { reward: unknown }).reward === where);
        const text = `${curriculum(THREE)}pooled:\n  validate: x\n${yaml}`;
        const found = check(text);
        for (let at = 0; at < where.length; at++) {
          const character = where[at] ?? '';
          if (/\s/.test(character)) continue;
          const written = pointed(text, found.locateText(['reward'], at, at + 1));
          const unescaped =
            written === "''"
              ? "'"
              : written.length > 1 && written.startsWith('\\')
                ? (JSON.parse(`"${written}"`) as string)
                : written;
          expect(unescaped).toBe(character);
        }
      }),
      { numRuns: 150 },
    );
  });
});
