import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ALLOWED_FUNCTIONS } from '../../../src/data';
import { complete, sqlName } from '../../../src/service/complete';
import { RESERVED } from '../../../src/service/complete/expression/reserved';
import { openKnown, type OpenKnown } from '../known';
import { atCursor, snapshotOf } from '../snapshot';
import { applied, inOrder, type Completed } from './at';
import { discard } from '../../fixtures/discard';

const HEAD = `curriculum: 1
datasets:
  rows: { capability: perception, train: rows.jsonl }
stages:
  - id: see
    data: rows
    `;
const ROW = {
  problem: 'text',
  answer: 'a',
  count: 3,
  tags: ['a'],
  good: true,
  pass_rate: 0.5,
  'a b': 1,
  Order: 2,
  left: 3,
  'x: y': 4,
  'p, q': 5,
  'says "hi"': 6,
  'it’s': 7,
  "it's": 8,
};

let folder: string;
let known: OpenKnown;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-expressions-')));
  writeFileSync(join(folder, 'rows.jsonl'), `${JSON.stringify(ROW)}\n`);
  known = await openKnown(folder);
});
afterAll(async () => {
  await known.close();
  discard(folder);
});

async function at(line: string, snippets = true, head = HEAD): Promise<Completed> {
  const { text, offset } = atCursor(`${head}${line}`);
  const snapshot = snapshotOf(text, join(folder, 'x.curriculum.yaml'));
  const list = await complete(snapshot, offset, known, undefined, { wait: 20_000, snippets });
  return { snapshot, offset, list, labels: inOrder(list).map(({ label }) => label) };
}

const COLUMNS = Object.keys(ROW);
/** The line, what comes first in the list in this order, and what is not in it. */
const FIRST: readonly (readonly [line: string, first: readonly string[], lacks?: readonly string[]])[] = [
  ['where: |', ['pass_rate', 'problem'], ['AND', '<']],
  [
    'where: count |',
    ['<', '<=', '>', '>=', '=', '<>', 'BETWEEN', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'],
    ['LIKE'],
  ],
  ['where: problem |', ['=', '<>', 'LIKE', 'NOT LIKE', 'ILIKE', 'IN']],
  ['where: nothing_known |', ['<']],
  ['where: good |', ['AND', 'OR', '=']],
  ['where: pass_rate < 1 |', ['AND', 'OR'], ['<', 'BETWEEN']],
  ['where: (pass_rate < 1 |', ['AND', 'OR', ')']],
  ['where: (pass_rate < 1) |', ['AND', 'OR'], ['<']],
  ['where: answer IS NULL |', ['AND', 'OR'], ['<']],
  ['where: answer IS |', ['NULL', 'NOT NULL'], ['AND']],
  ['where: answer NOT |', ['IN', 'LIKE'], ['AND']],
  ["where: answer LIKE 'x%' |", ['AND', 'OR']],
  ['where: count BETWEEN 1 |', ['AND'], ['OR', '<']],
  ['where: count BETWEEN 1 AND 2 |', ['AND', 'OR'], ['<']],
  ['where: count IN (1 |', [')', ',']],
  ['where: count IN (1, 2) |', ['AND', 'OR'], ['<']],
  ['where: count + 1 |', ['<']],
  ['where: hash(problem) % 10 |', ['<']],
  ['where: len(tags) |', ['<'], ['LIKE']],
  ['where: lower(answer) |', ['=', '<>', 'LIKE']],
  ['where: contains(answer, problem) |', ['AND', 'OR']],
  ['where: contains(answer |', [',']],
  ['where: pass_rate < |', ['1', '0', '0.5', 'count'], ['NOT']],
  ['where: count >= |', ['0', '1', 'pass_rate', 'a b']],
  ['where: answer = |', ["'…'", 'problem', 'answer', 'lower']],
  ['where: good = |', ['TRUE', 'FALSE']],
  ['where: len(|', ['tags', 'problem', 'answer']],
  ['where: starts_with(|', ['problem', 'answer']],
  ['where: abs(|', ['count', 'pass_rate']],
  ['where: NOT |', ['good', 'list_contains']],
  ['where: count IN (|', ['0', '1', 'pass_rate']],
  ['where: CASE WHEN good |', ['AND', 'OR', 'THEN']],
  ['where: CASE WHEN good THEN 1 |', ['ELSE', 'WHEN', 'END']],
  ['where: CASE WHEN good THEN 1 ELSE 2 END |', ['<', '<=', '>']],
  ['where: CAST(answer |', ['AS', ')']],
  ['order: pass_rate |', ['DESC', 'ASC', 'NULLS LAST', 'NULLS FIRST']],
  ['order: pass_rate DESC |', ['NULLS LAST', 'NULLS FIRST'], ['DESC']],
  ['order: pass_rate DESC NULLS LAST |', [','], ['DESC', 'NULLS LAST']],
  ['until: val_accuracy |', ['<', '<=', '>', '>='], ['LIKE']],
  ['until: val_accuracy >= |', ['0.5', '0.8', '0.9', '1', 'reward']],
  ['until: val_accuracy > 1 |', ['AND', 'OR'], ['<']],
];

describe('what comes first in an expression', () => {
  it.each(FIRST.map(([line, first, lacks = []]) => [line, first, lacks] as const))(
    '%s',
    async (line, first, lacks) => {
      const { labels } = await at(line);
      expect(labels.slice(0, first.length)).toEqual(first);
      for (const label of lacks) expect(labels).not.toContain(label);
    },
  );
});

/** The expression that a text's stage has, as YAML and the checks read it. */
async function readsAs(text: string, key: 'where' | 'order'): Promise<string> {
  const written = (parse(text) as { stages: Record<string, unknown>[] }).stages[0]?.[key];
  const sql = String(written);
  const columns = COLUMNS.map((name) => ({ name, type: 'DOUBLE' }));
  const problems = await known.data.checkExpression(key, sql, columns);
  expect(
    problems.map(({ message }) => message),
    text,
  ).toEqual([]);
  return sql;
}

describe.each([
  ['with snippets', true],
  ['without', false],
] as const)('a column of any name is valid SQL in valid YAML, %s', (_name, snippets) => {
  it.each(COLUMNS)('%j', async (column) => {
    const places: readonly (readonly [string, 'where' | 'order'])[] = [
      ['where: "| < 1"', 'where'],
      ["where: '| < 1'", 'where'],
      ['where: 1 < |', 'where'],
      ['where: >\n      1 < |', 'where'],
      ['order: |', 'order'],
      ['order: count DESC, |', 'order'],
      ['order: | DESC', 'order'],
    ];
    for (const [line, key] of places) {
      const written = applied(await at(line, snippets), column);
      // Without snippets a quote that has to be opened is left open, to go on inside.
      const isOpen = !snippets && /: '[^\n]*[^'\n]$/.test(written);
      const sql = await readsAs(isOpen ? `${written}'` : written, key);
      expect(sql).toContain(sqlName(column));
    }
    const flow = 'curriculum: 1\ndatasets: { rows: { capability: perception, train: rows.jsonl } }\n';
    const inFlow = await at('stages: [{ id: see, data: rows, order: | }]', snippets, flow);
    const written = applied(inFlow, column);
    const isOpen = !snippets && written.includes("order: '") && !written.includes("' }]");
    await readsAs(isOpen ? written.replace(' }]', "' }]") : written, 'order');
  });

  it('a function is left open or is whole', async () => {
    for (const [label, { signature }] of Object.entries(ALLOWED_FUNCTIONS)) {
      if (COLUMNS.includes(label)) continue;
      const written = applied(await at('where: |', snippets), label);
      expect(written.endsWith(snippets ? ')' : `where: ${label}(`), signature).toBe(true);
      expect(applied(await at('where: |(count) = 1', snippets), label)).toBe(
        `${HEAD}where: ${label}(count) = 1`,
      );
    }
  });
});

describe('the words that a name must not be', () => {
  it('are those that DuckDB does not read as a column', async () => {
    const words = [
      'select',
      'order',
      'left',
      'like',
      'end',
      'freeze',
      'values',
      'position',
      'row',
      'date',
      'count',
    ];
    for (const word of [...RESERVED, ...words]) {
      const columns = [{ name: word, type: 'DOUBLE' }];
      const plain = await known.data.checkExpression('where', `${word} < 1`, columns);
      const quoted = await known.data.checkExpression('where', `${sqlName(word)} < 1`, columns);
      expect(quoted, word).toEqual([]);
      // These are values, whatever columns there are.
      if (['true', 'false', 'null'].includes(word)) continue;
      expect(RESERVED.has(word) ? plain.length > 0 : plain.length === 0, word).toBe(true);
    }
  });

  it('may be typed with their quote', async () => {
    const done = await at('where: 1 < "a|');
    expect(done.labels[0]).toBe('a b');
    expect(applied(done, 'a b')).toBe(`${HEAD}where: 1 < "a b"`);
  });
});
