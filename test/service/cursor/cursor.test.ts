import { describe, expect, it } from 'vitest';
import { LineIndex, type TreeNode } from '../../../src/language';
import { cursorAt, type Cursor } from '../../../src/service/cursor';
import { atCursor, snapshotAt, snapshotOf } from '../snapshot';

/** `role path [replaced text]`, then what else is to be said of the place. */
function told(marked: string): string {
  const { text, offset } = atCursor(marked);
  const cursor = cursorAt(text, new LineIndex(text), offset);
  if (cursor === undefined) return 'nothing';
  const { role, path, start, end, prefix, lead, colon, quote, beside, items, manyLines, flow } = cursor;
  return [
    role,
    path.join('.') || '-',
    `[${prefix}|${text.slice(start + prefix.length, end)}]`,
    ...(lead === '' ? [] : [`lead ${JSON.stringify(lead)}`]),
    ...(colon ? ['colon'] : []),
    ...(flow ? ['flow'] : []),
    ...(manyLines ? ['lines'] : []),
    ...(quote === undefined ? [] : [quote.closed ? `in ${quote.mark}` : `open ${quote.mark}`]),
    ...(beside.size === 0 ? [] : [`beside ${[...beside.keys()].join(',')}`]),
    ...(items.length === 0 ? [] : [`items ${items.join(',')}`]),
  ].join(' ');
}

const PLACES: readonly (readonly [string, string])[] = [
  // Keys.
  ['|', 'key - [|]'],
  ['mod|', 'key - [mod|]'],
  ['curriculum: 1\nmo|del: x', 'key - [mo|del] colon beside curriculum'],
  ['curriculum: 1\n|\nname: x', 'key - [|] beside curriculum,name'],
  ['# words\n\ncurriculum: 1\n  \n|', 'key - [|] beside curriculum'],
  ['datasets:\n  |', 'key datasets [|]'],
  ['datasets:\n  a:\n    train: x\n    |\n  b:\n    train: y', 'key datasets.a [|] beside train'],
  ['datasets:\n  a:\n    train: x\n  |\n  b:\n    train: y', 'key datasets [|] beside a,b'],
  ['datasets:\n  a:\n    train: x\n|\nname: y', 'key - [|] beside datasets,name'],
  ['datasets:\n  a:\n    tr|\n    val: y', 'key datasets.a [tr|] beside val'],
  ['datasets:\n|  a:\n    x: 1', 'nothing'],
  ['datasets:\n  |\n    a:\n', 'key datasets [|] lead "  " beside a'],
  ['datasets:\r\n  a:\r\n    |\r\n', 'key datasets.a [|]'],
  ['datasets:\n\ta:\n\t\tva|', 'key datasets.a [va|]'],
  ['stages:\n  - id: see\n    |', 'key stages.0 [|] beside id'],
  ['stages:\n  - id: see\n    |\n    data: x\n  - id: b\n    from: y', 'key stages.0 [|] beside id,data'],
  ['stages:\n- id: see\n  |\n- id: b', 'key stages.0 [|] beside id'],
  ['stages:\n  - id: see\n  - id: b\n   |', 'key stages.1 [|] lead " " beside id'],
  ['"cur|": 1', 'key - [cur|] colon in "'],
  // Items.
  ['stages:\n  - |', 'item stages [|]'],
  ['stages:\n  -|', 'item stages [|] lead " "'],
  ['stages:\n  - i|', 'item stages [i|]'],
  ['stages:\n  - id: see\n  |', 'item stages [|] lead "- "'],
  ['stages:\n  - id: see\n  - |', 'item stages [|]'],
  ['stages:\n  - |\n    data: x', 'item stages [|] beside data'],
  ['stages:\n  |\n  - id: see', 'item stages [|] lead "- "'],
  ['data:\n  - a\n  - b|c\n  - d', 'item data [b|c] items a,d'],
  ['data: [|]', 'item data [|] flow'],
  ['data: [a, |, c]', 'item data [|] flow items a,c'],
  ['data: [a,|]', 'item data [|] lead " " flow items a'],
  ['data: [\n  a,\n  |\n]', 'item data [|] flow items a'],
  ['data: ["a|", b]', 'item data [a|] flow in " items b'],
  // Values.
  ['name: |', 'value name [|]'],
  ['name:|', 'value name [|] lead " "'],
  ['name:| old # words', 'value name [| old] lead " "'],
  ['name: ol|d # words', 'value name [ol|d]'],
  ['name: old # wo|rds', 'nothing'],
  ['name: a#|b', 'value name [a#|b]'],
  ['name: "o|ld"', 'value name [o|ld] in "'],
  ["name: 'o|\nmodel: x", "value name [o|] open ' beside model"],
  ['name: "old"|', 'nothing'],
  ['model:qw|', 'value model [qw|] lead " "'],
  ['url: http://|', 'value url [http://|]'],
  ['- http://x|', 'item - [http://x|]'],
  ['stages:\n  - id: see\n    data: |\n    from: base', 'value stages.0.data [|] beside id,from'],
  ['a: &x |', 'value a [|]'],
  // Flow mappings.
  ['d: { a: 1, | }', 'key d [|] flow beside a'],
  ['d: { a: 1, |b: 2 }', 'key d [|b] colon flow beside a'],
  ['d: { a: | }', 'value d.a [|] flow'],
  ['d: { a: x|, c: 2 }', 'value d.a [x|] flow beside c'],
  ['d: { where: p < 1 AND |, c: 2 }', 'value d.where [p < 1 AND |] flow beside c'],
  ['d: {|}', 'key d [|] lead " " flow'],
  ['d: {a:|}', 'value d.a [|] lead " " flow'],
  ['d: { a: [1, 2], | }', 'key d [|] flow beside a'],
  ['d:\n  {\n    a: 1,\n    |\n  }', 'key d [|] flow beside a'],
  ['d: { a: 1,\n  b|', 'key d [b|] flow beside a'],
  ['stages:\n  - { id: see, |\n  - { id: b }', 'key stages.0 [|] flow beside id'],
  ['stages:\n  - { id: a, \n  - { id: b, | }', 'key stages.1 [|] flow beside id'],
  ['v: { m: { s: { c: | } } }', 'value v.m.s.c [|] flow'],
  ['d: { a: "x, y|", b: 1 }', 'value d.a [x, y|] flow in " beside b'],
  ['d:\n  { a: 1, |', 'key d [|] flow beside a'],
  ['{ curriculum: 1, |}', 'key - [|] flow beside curriculum'],
  ['# words\n---\n{ datasets: { a: { | } } }', 'key datasets.a [|] flow'],
  ['{\ncurriculum: 1,\nmod|\n}', 'key - [mod|] flow beside curriculum'],
  ['{\n  "curriculum": 1,\n  "model": "|"\n}', 'value model [|] flow in " beside curriculum'],
  // Half-typed above.
  ['name: "never closed\ndatasets:\n  a:\n    |', 'key datasets.a [|]'],
  ['d: { a: [1,\ndatasets:\n  a:\n    |', 'key datasets.a [|]'],
  ['datasets:\n  hal\n  a:\n    |', 'key datasets.a [|]'],
  // Texts of several lines.
  ['where: >\n  a < 1\n  AND |\nfrom: x', 'value where [AND |] lines'],
  ['where: a < 1\n  AND le|', 'value where [AND le|] lines'],
  ['where: a |> 1', 'value where [a |> 1]'],
  ['where: >\n  a\n|', 'key - [|] beside where'],
  ['where: >|', 'nothing'],
  // Comments.
  ['# |', 'nothing'],
  ['|# x', 'nothing'],
  ['a: 1 # |', 'nothing'],
  ['d: [a, # |\n  b]', 'nothing'],
];

describe('the cursor', () => {
  it.each(PLACES)('%j', (marked, expected) => {
    expect(told(marked)).toBe(expected);
  });
});

interface Written {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Where each key and each plain value of a tree was written. */
function written(node: TreeNode, path: readonly (string | number)[] = []): readonly Written[] {
  if (node.kind === 'scalar') {
    return node.style === 'plain'
      ? [{ path: path.join('/'), start: node.span.start, end: node.span.end }]
      : [];
  }
  if (node.kind === 'list') return node.items.flatMap((item, index) => written(item, [...path, index]));
  return [...node.entries.values()].flatMap(({ key, keySpan, value }) => [
    { path: `${[...path, key].join('/')} key`, start: keySpan.start, end: keySpan.end },
    ...written(value, [...path, key]),
  ]);
}

/** The same words for what a cursor says of a whole word. */
function wordPath({ role, path, index, colon }: Cursor, word: string): string {
  const steps = role === 'item' ? [...path, index] : path;
  return role === 'value' || (role === 'item' && !colon)
    ? steps.join('/')
    : `${[...steps, word].join('/')} key`;
}

const LONG = `# words
datasets:
${Array.from({ length: 50 }, (_, i) => `  d${i}: { capability: perception, train: x.jsonl }\n  # d\n  e${i}:\n    train: y\n`).join('')}
stages:
${Array.from({ length: 50 }, (_, i) => `- id: s${i}\n  data: [d1,\n    d2]\n\n  where: >\n    a\n    - b: c\n  batch: 4\n`).join('')}
variants:
  a:
    stages:
      - s1
      - id: s2
        data:
        - d1
        - d2
`;

describe('in a whole document', () => {
  it.each([
    ['shape-math', snapshotAt('examples/shape-math/shape-math.curriculum.yaml')],
    ['rehearsal', snapshotAt('examples/published-schema/rehearsal.curriculum.yaml')],
    ['design', snapshotAt('test/fixtures/language/design.curriculum.yaml')],
    ['a long one', snapshotOf(LONG)],
    ['one with the breaks of Windows', snapshotOf(LONG.replaceAll('\n', '\r\n'))],
  ])('finds in %s what the parser finds', (_name, { source, tree }) => {
    const words = tree === undefined ? [] : written(tree);
    expect(words.length).toBeGreaterThan(20);
    for (const { path, start, end } of words) {
      for (const offset of [start, Math.floor((start + end) / 2), end]) {
        const cursor = cursorAt(source.text, source.lines, offset);
        const word = source.text.slice(start, end);
        expect(cursor === undefined ? 'nothing' : wordPath(cursor, word), `at ${offset}`).toBe(path);
        expect(source.text.slice(cursor?.start, cursor?.end), path).toBe(word);
      }
    }
  });
});
