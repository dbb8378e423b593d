import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formulasIn, sentencesOf } from '../../../../src/protocol/audit';
import { blocksOf, rawBlocksOf, type Block } from '../../../../webview/audit/detail/text/blocks';
import { chunksOf } from '../../../../webview/audit/detail/text/chunks';
import { hitsOf, piecesOf, type Mark } from '../../../../webview/audit/detail/text/marks';
import { CODE, EMPHASIS, STRONG } from '../../../../webview/audit/detail/text/segments';
import { RESPONSE } from './items';
import { ends } from '../../../fixtures/hang';

const math = (text: string): readonly string[] =>
  formulasIn(text).formulas.map(({ start, end }) => text.slice(start, end));
const sentences = (text: string): readonly string[] =>
  sentencesOf(text).map(({ start, end }) => text.slice(start, end));

/** Texts made of what a model writes and of what breaks a parser. */
const traces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '$$',
        '\\(',
        '\\)',
        '\\[',
        '\\]',
        '\\boxed{',
        '}',
        '{',
        '`',
        '```',
        '```\n',
        '**',
        '*',
        '\\$',
        '\\\\',
        '\n',
        '\n\n',
        '- ',
        '1. ',
        '# ',
        '> ',
        '| a | b |\n',
        '\\begin{align}',
        '\\end{align}',
        ' ',
        '. ',
        '3.5',
      ),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('x^2', 'the side', 'e.g. B', '😀'),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('formulas', () => {
  test.each([
    ['a $x+1$ b', ['$x+1$']],
    ['\\(a\\) and \\[b\\]', ['\\(a\\)', '\\[b\\]']],
    ['$$\nx = 1\n$$', ['$$\nx = 1\n$$']],
    ['so \\boxed{42} then \\boxed{\\frac{1}{2}}', ['\\boxed{42}', '\\boxed{\\frac{1}{2}}']],
    ['$\\boxed{5}$', ['$\\boxed{5}$']],
    ['\\begin{align}a&=b\\\\[2pt]c\\end{align}', ['\\begin{align}a&=b\\\\[2pt]c\\end{align}']],
    ['\\[ a \\\\[2pt] b \\]', ['\\[ a \\\\[2pt] b \\]']],
  ])('are found in %j', (text, found) => {
    expect(math(text)).toEqual(found);
  });
  test.each([
    'it costs $5 and $6',
    'from $5-$6 to $7',
    'US$5 and A$6',
    '$5, which is more than 6$ there',
    'escaped \\$x\\$',
    'one $ alone',
    'unclosed \\(x',
    'across $x\n\ny$ paragraphs',
    'in code `$x$`',
    '```\n$x$\n```',
  ])('are not money, code or halves: %j', (text) => {
    expect(math(text)).toEqual([]);
  });
  test('are found after money that looked like their beginning', () => {
    expect(math('It costs $5. So \\boxed{5} and $x$.')).toEqual(['\\boxed{5}', '$x$']);
  });
  test('lie in order and apart, whatever the text', () => {
    fc.assert(
      fc.property(traces, (text) => {
        const { formulas, code } = formulasIn(text);
        const all = [...formulas, ...code].toSorted((a, b) => a.start - b.start);
        all.forEach(({ start, end }, i) => {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeGreaterThanOrEqual(all[i - 1]?.end ?? 0);
        });
      }),
    );
  });
});

describe('sentences', () => {
  test('end where they do, and not in numbers, short words or formulas', () => {
    expect(sentences('It is 3.5 cm, e.g. here. Is it? Yes! So $a. b$ holds.\nDone')).toEqual([
      'It is 3.5 cm, e.g. here.',
      'Is it?',
      'Yes!',
      'So $a. b$ holds.',
      'Done',
    ]);
  });
  test('begin with the number of their entry', () => {
    expect(sentences('1. One side.\n2. Another.\n---\n**Step 3.** Then.')).toEqual([
      '1. One side.',
      '2. Another.',
      '**Step 3.** Then.',
    ]);
  });
  test('hold every letter of a text once, in order', () => {
    fc.assert(
      fc.property(traces, (text) => {
        const letters = (part: string): string => part.replaceAll(/[^\p{L}\p{N}]/gu, '');
        expect(letters(sentences(text).join(''))).toBe(letters(text));
      }),
    );
  });
});

const tiles = (
  parts: readonly { readonly start: number; readonly end: number }[],
  end: number,
  from = 0,
): void => {
  let at = from;
  for (const part of parts) {
    expect(part.start).toBe(at);
    expect(part.end).toBeGreaterThan(part.start);
    at = part.end;
  }
  expect(at).toBe(end);
};

describe('blocks', () => {
  test('and their segments tile the text, so that offsets stay those of the raw response', () => {
    fc.assert(
      fc.property(traces, (text) => {
        for (const blocks of [blocksOf(text), rawBlocksOf(text)]) {
          tiles(blocks, text.length);
          for (const block of blocks) tiles(block.segments, block.end, block.start);
        }
      }),
      { numRuns: 400 },
    );
  });
  test('stay short, also where a line does not end', () => {
    const text = `${'word '.repeat(20_000)}$x$${'y'.repeat(9000)}`;
    const blocks = blocksOf(text);
    tiles(blocks, text.length);
    expect(Math.max(...blocks.map(({ start, end }) => end - start))).toBeLessThanOrEqual(5100);
  });
  test('know light Markdown', () => {
    const kinds = blocksOf(
      '# Title\n\nProse goes\non.\n- a\n  - b\n```py\n- no\n```\n| a | b |\n|---|---|\n> said',
    ).map(({ kind, level }) => `${kind}${level}`);
    expect(kinds).toEqual(['heading0', 'paragraph0', 'item0', 'item1', 'code0', 'table0', 'quote0']);
  });
  test('have bold, emphasis and code, and leave names and products alone', () => {
    const styled = (text: string): readonly string[] =>
      blocksOf(text)
        .flatMap(({ segments }) => segments)
        .filter(({ kind, style }) => kind === 'text' && style !== 0)
        .map(({ style, start, end }) => `${style} ${text.slice(start, end)}`);
    expect(styled('a **b** *c* `d*e*`')).toEqual([`${STRONG} b`, `${EMPHASIS} c`, `${CODE} d*e*`]);
    expect(styled('2*3*4 and a * b * c, \\*not\\*')).toEqual([]);
  });
});

describe('marks', () => {
  const set = (block: Block, marks: readonly Mark[]) => piecesOf(block.segments, marks, []);
  test('cut segments without losing a character, and cover just their range but for whole formulas', () => {
    fc.assert(
      fc.property(traces, fc.array(fc.tuple(fc.nat(200), fc.nat(40)), { maxLength: 6 }), (text, ranges) => {
        const marks = ranges.map(([start, size]): Mark => ({ kind: 'hit', start, end: start + size + 1 }));
        for (const block of blocksOf(text)) {
          const own = marks.filter(({ start, end }) => start < block.end && end > block.start);
          const pieces = set(block, own);
          tiles(pieces, block.end, block.start);
          for (const piece of pieces)
            for (const mark of own) {
              const marked = piece.marks.includes(mark);
              if (piece.segment.kind === 'text')
                expect(marked).toBe(mark.start <= piece.start && mark.end >= piece.end);
              else expect(marked).toBe(mark.start < piece.end && mark.end > piece.start);
            }
        }
      }),
      { numRuns: 300 },
    );
  });
  test('of a search are found in any case, and never run away', () => {
    expect(hitsOf('Angle ANGLE angle', 'angle').map(({ start }) => start)).toEqual([0, 6, 12]);
    expect(hitsOf('aaaa', 'a')).toEqual([]);
    expect(hitsOf('ab'.repeat(100_000), 'ab').length).toBe(2000);
  });
});

test('chunks hold every block once and are of a size', () => {
  const blocks = blocksOf(`${RESPONSE}\n`.repeat(200));
  const chunks = chunksOf(blocks);
  expect(chunks.flatMap((chunk) => chunk.blocks)).toEqual(blocks);
  expect(chunks.length).toBeGreaterThan(5);
});

test.each([
  ['dollars', '$x '.repeat(67_000)],
  ['backslash brackets', '\\('.repeat(100_000)],
  ['display brackets', '\\[ x '.repeat(40_000)],
  ['boxes', '\\boxed{'.repeat(28_000)],
  ['braces', `\\boxed{${'{'.repeat(190_000)}`],
  ['backticks', Array.from({ length: 600 }, (_, i) => '`'.repeat(1 + (i % 300))).join(' ')],
  ['code spans', '`a` '.repeat(50_000)],
  ['code spans of three', '```a``` '.repeat(25_000)],
  ['fences', '```\nx\n'.repeat(25_000)],
  ['stars', '**a *b '.repeat(28_000)],
  ['list entries', '1. '.repeat(66_000)],
  ['line breaks', '\n'.repeat(200_000)],
  ['bars', '|'.repeat(200_000)],
  ['one word', 'a'.repeat(200_000)],
  ['spaces', ' '.repeat(200_000)],
  ['stops', 'e.g.'.repeat(50_000)],
])('200,000 characters of %s are read to their end', (_, text) => {
  ends(() => blocksOf(text));
  ends(() => sentencesOf(text));
});
