import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../src/extension/log/safe-text';

const ESC = '\u001b';
const safe = (...pieces: string[]): string => {
  const text = safeText();
  return pieces.map((piece) => text.next(piece)).join('') + text.end();
};

describe('what passes', () => {
  test('words, tabs, colours; lines end as a terminal wants them', () => {
    expect(safe('a\tb\nc\r\nd')).toBe('a\tb\r\nc\r\nd');
    expect(safe(`${ESC}[1;31mred${ESC}[0m ${ESC}[38:2::1:2:3mx${ESC}[m`)).toBe(
      `${ESC}[1;31mred${ESC}[0m ${ESC}[38:2::1:2:3mx${ESC}[m`,
    );
    expect(safe('日本語 🙂 é')).toBe('日本語 🙂 é');
  });

  test('a progress bar goes back to the start of its line', () => {
    expect(safe('10 %\r20 %\r\n')).toBe('10 %\r20 %\r\n');
    expect(safe('10 %\r', '20 %')).toBe('10 %\r20 %');
    expect(safe('end\r', '\n')).toBe('end\r\n');
  });

  test('colours that are still on are ended', () => {
    expect(safe(`${ESC}[31mred`)).toBe(`${ESC}[31mred${ESC}[0m`);
    expect(safe(`${ESC}[31mred${ESC}[m`)).toBe(`${ESC}[31mred${ESC}[m`);
  });
});

describe('what does not', () => {
  test.each([
    ['clipboard', `${ESC}]52;c;aGVsbG8=\u0007`],
    ['title, ended by ST', `${ESC}]0;title${ESC}\\`],
    ['hyperlink', `${ESC}]8;;command:x${ESC}\\`],
    ['cursor', `${ESC}[2A${ESC}[10;1H${ESC}[2J${ESC}[3J`],
    ['device attributes and positions', `${ESC}[c${ESC}[>c${ESC}[6n${ESC}[?6n${ESC}[0x${ESC}Z`],
    ['device control', `${ESC}P+q544e${ESC}\\${ESC}P$q"p${ESC}\\`],
    ['window reports', `${ESC}[21t${ESC}[18t`],
    ['modes', `${ESC}[?1049h${ESC}[?1000h${ESC}[4h`],
    ['keyboard modes, which end like colours', `${ESC}[>4;2m${ESC}[?4m`],
    ['reset, other screens and character sets', `${ESC}c${ESC}7${ESC}8${ESC}(0${ESC}#8${ESC}=`],
    ['eight-bit forms', '\u009b2J\u009d52;c;eA==\u009c\u0090q\u009c\u009fx\u009c\u009ey\u009c\u0098z\u009c'],
    ['single characters', '\u0000\u0005\u0007\u0008\u000e\u000f\u007f\u0084'],
  ])('%s', (_, text) => {
    expect(safe(`a${text}b`)).toBe('ab');
  });

  test('a sequence without an end swallows no line behind it', () => {
    expect(safe(`a${ESC}]52;c;xxxx\nb`)).toBe('a\r\nb');
    expect(safe(`a${ESC}[12\nb`)).toBe('a\r\nb');
    expect(safe(`a${ESC}\nb`)).toBe('a\r\nb');
  });

  test('a sequence within a sequence', () => {
    expect(safe(`${ESC}]0;${ESC}]52;c;eA==\u0007x`)).toBe('x');
    expect(safe(`${ESC}${ESC}[2Jx`)).toBe('x');
    expect(safe(`${ESC}[${ESC}[31mx`)).toBe(`${ESC}[31mx${ESC}[0m`);
  });

  test('marks that reorder text are shown', () => {
    expect(safe('a\u202eb')).toBe('a<U+202E>b');
  });

  test('a colour of a thousand parameters', () => {
    expect(safe(`${ESC}[${'1;'.repeat(1000)}mx`)).toBe('x');
  });
});

/** Bytes as a log may hold them: mostly what makes sequences. */
const anyText = fc.string({
  unit: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ESC,
        '[',
        ']',
        '\\',
        'P',
        '_',
        '^',
        'X',
        '?',
        '>',
        ';',
        '0',
        '5',
        '2',
        'm',
        'n',
        'H',
        '\u0007',
        '\r',
        '\n',
        '\u009b',
        '\u009c',
        '\u009d',
        '\u0090',
        ' ',
        '(',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  ),
  maxLength: 80,
});

test('whatever comes in, only colours, tabs and line ends come out', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // eslint-disable-next-line no-control-regex -- it is about control characters
      const rest = safe(text).replace(/\u001b\[[0-9;:]{0,65}m/g, '');
      expect(rest).not.toMatch(/[^\P{Cc}\t\r\n]/u);
      expect(rest).not.toMatch(/(?<!\r)\n/);
    }),
    { numRuns: 3000 },
  );
});

test('it does not matter where a text is cut', () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.nat(80), { maxLength: 6 }), (text, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      expect(safe(...at.slice(1).map((end, i) => text.slice(at[i], end)))).toBe(safe(text));
    }),
    { numRuns: 2000 },
  );
});

test('plain text and colours are never changed', () => {
  const plain = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((text) => !/\p{Cc}|\p{Cf}|[\u2028\u2029]/u.test(text));
  fc.assert(
    fc.property(fc.array(fc.oneof(plain, fc.constantFrom(`${ESC}[32m`, `${ESC}[0m`, '\r\n'))), (parts) => {
      const text = `${parts.join('')}${ESC}[0m`;
      expect(safe(text)).toBe(text);
    }),
  );
});
