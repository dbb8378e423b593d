import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeldByLibrary } from '../../src/language/parse/piece';
import { readSimple } from '../../src/language/parse/simple';
import { splitText } from '../../src/language/parse/split';
import type { TreeNode } from '../../src/language';
import { sourceText } from '../../src/language/text/source';
import { edit, examples, fixtures } from './mutations';

/** `STAGECRAFT_FUZZ=200000 npx vitest run test/language/simple.test.ts` for volume. */
const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 5000);

function shown(node: TreeNode | undefined): unknown {
  if (node === undefined) return undefined;
  const at = [node.span.start, node.span.end];
  if (node.kind === 'scalar') return { at, style: node.style, value: node.value, text: node.text };
  if (node.kind === 'list') return { at, items: node.items.map(shown) };
  return {
    at,
    entries: [...node.entries.values()].map(({ key, keySpan, value }) => [
      key,
      keySpan.start,
      keySpan.end,
      shown(value),
    ]),
  };
}

/** Reads a piece both ways; whether it was a simple one. */
function compare(text: string): boolean {
  const simple = readSimple(sourceText('', text));
  if (simple === undefined) return false;
  const piece = readHeldByLibrary(text);
  const found = [shown(simple.tree), shown(simple.under), [], [], false, undefined];
  expect(found, JSON.stringify(text)).toEqual([
    shown(piece.tree),
    shown(piece.under),
    piece.syntax,
    piece.others,
    piece.isMixed || piece.isDeep,
    piece.tabs ?? piece.rebuild,
  ]);
  return true;
}

/** The pieces that a text is cut into. */
const piecesOf = (text: string): readonly string[] =>
  (splitText(text) ?? []).flatMap(({ start, end, children }) =>
    [start, ...children].map((from, index, all) => text.slice(from, all[index + 1] ?? end)),
  );

const word = fc.constantFrom(
  ...[
    'a',
    'id',
    'true',
    'null',
    'Null',
    '~',
    '1',
    '-1',
    '+1',
    '-0',
    '1.',
    '.5',
    '1e-6',
    '1_000',
    '0x1f',
    '0o7',
  ],
  ...[
    '.inf',
    '-.INF',
    '.nan',
    '2024-01-01',
    '12:30',
    'data/x.jsonl',
    './a',
    '../b',
    'a b',
    'a  b',
    'é',
    '日本',
    'a#b',
  ],
  ...[
    '12345678901234567890',
    '-12345678901234567890',
    '- x',
    '-',
    '?',
    '? a',
    '<<',
    '*a',
    '&a x',
    '!t x',
    '%',
    '@a',
    '`a`',
  ],
  ...[
    'pass_rate < 1 AND len(images) = 1',
    'a: b',
    'a:',
    ':a',
    'a:b',
    '[a',
    'a]',
    'x[0]',
    '{',
    '}',
    ',',
    'a,b',
    '|',
    '>',
    '>-',
  ],
  ...[
    '"a b"',
    '"a\\n"',
    '"a',
    "'a'",
    "'a''b'",
    "'#'",
    '"a"b',
    '""',
    "''",
    '---',
    '...',
    '(a)',
    '=',
    '_',
    '/x',
    '\u00a0',
    '\u2028',
  ],
);
const flow = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.array(tie('node'), { maxLength: 3 }).map((items) => `[ ${items.join(',')} ]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'null', 'a.b', '"q"', '1'), tie('node')), { maxLength: 3 })
      .map((all) => `{ ${all.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
  ),
})).node;
const key = fc.constantFrom(
  'a',
  'b',
  'id',
  'where',
  'a.b',
  'x-y',
  'true',
  'null',
  '1',
  'é',
  '"q"',
  '<<',
  'a b',
  '_',
);
const tail = fc.constantFrom('', '', '', '', ' ', '  # c', ' #', '#x', '\t', ' \t# x');
const line = fc
  .tuple(
    fc.constantFrom('', '', '  ', '  ', '    ', '    ', '      ', '   ', '\t'),
    fc.constantFrom('', '', '', '- ', '-   ', '- - ', '-', '-\t'),
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(key, fc.constantFrom(': ', ': ', ':  ', ':', ' : '), flow)
          .map((all) => all.join('')),
      },
      { weight: 2, arbitrary: key.map((one) => `${one}:`) },
      { weight: 2, arbitrary: flow },
      { weight: 1, arbitrary: fc.constantFrom('', '# c', '#', '# d: e') },
    ),
    tail,
  )
  .map((all) => all.join(''));
const piece = fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 7 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
    fc.constantFrom('', '\n', '\n\n', '\n  # e\n', '\n# e\n', '\n    # e\n', '\n\n  # e', '\n  \n'),
  )
  .map(([lines, eol, end]) => lines.join(eol) + end.replaceAll('\n', eol));

describe('the quick way to read a piece', () => {
  it('reads what it reads as the library does, in any text', () => {
    fc.assert(
      fc.property(piece, (text) => void compare(text)),
      { numRuns: RUNS },
    );
  }, 3_600_000);

  it('reads pieces of curricula and of their mutations as the library does', () => {
    const text = fc
      .tuple(fc.constantFrom(...examples, ...fixtures), fc.array(edit, { maxLength: 3 }))
      .map(([seed, edits]) => edits.reduce((now, change) => change(now), seed));
    fc.assert(
      fc.property(text, (one) => piecesOf(one).forEach(compare)),
      { numRuns: RUNS / 20 },
    );
  }, 3_600_000);

  it('leaves a key that is too long for YAML to the library', () => {
    for (const length of [900, 1000, 1001, 1024, 1025, 5000]) compare(`${'k'.repeat(length)}: 1\n`);
  });

  it('is the way that most of a curriculum is read', () => {
    const pieces = examples.flatMap(piecesOf);
    const quick = pieces.filter(compare);
    expect(quick.length / pieces.length).toBeGreaterThan(0.7);
  });
});
