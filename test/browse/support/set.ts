import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import type { ResultItem } from '../../../src/results';
import { auditsFolder, ITEM_COLUMNS, SET_FILES } from '../../../src/results';

/** An item as a test needs it: what it does not say is plain. */
export type SomeItem = Partial<ResultItem> & Pick<ResultItem, 'row'>;

const item = (some: SomeItem): ResultItem => ({
  dataset: 'MathVista_MINI',
  capability: 'visual-reasoning',
  question: 'How many apples are there?',
  options: [],
  gold: '3',
  goldText: some.gold ?? '3',
  response: 'There are \\boxed{4} apples.',
  extracted: '4',
  correct: false,
  length: 10,
  counted: true,
  truncated: false,
  k: 1,
  right: some.correct === true ? 1 : 0,
  images: [],
  model: 'qwen',
  kind: 'vlmevalkit',
  source: '/data/results.xlsx',
  ...some,
});

/** A row of `items.parquet` by the names of its columns. */
const cells = (of: ResultItem, i: number): Record<string, unknown> => ({
  i,
  row: of.row,
  dataset: of.dataset,
  capability: of.capability,
  category: of.category,
  question: of.question,
  options: of.options,
  gold: of.gold,
  gold_text: of.goldText,
  response: of.response,
  thinking: of.thinking,
  extracted: of.extracted,
  correct: of.correct,
  tool_correct: of.tool?.correct,
  tool_by: of.tool?.by,
  length: of.length,
  counted: of.counted,
  truncated: of.truncated,
  k: of.k,
  right_answers: of.right,
  images: JSON.stringify(of.images),
  caption: of.caption,
  model: of.model,
  kind: of.kind,
  source: of.source,
  line: of.line,
});

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function run(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Writes an imported set with these items; answers with its folder. */
export async function putSet(
  root: string,
  id: string,
  some: readonly SomeItem[],
  folders: readonly string[] = [],
): Promise<string> {
  const dir = join(auditsFolder(root), id);
  mkdirSync(dir, { recursive: true });
  const items = some.map(item);
  const lines = join(dir, 'items.jsonl');
  writeFileSync(lines, items.map((of, i) => `${JSON.stringify(cells(of, i))}\n`).join(''));
  const columns = Object.entries(ITEM_COLUMNS).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`);
  await run(
    `COPY (SELECT * FROM read_json(${quoted(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}}) ORDER BY i)
     TO ${quoted(join(dir, SET_FILES.items))} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  putManifest(dir, id, items.length, items.filter(({ correct }) => correct === false).length, folders);
  return dir;
}

function putManifest(
  dir: string,
  id: string,
  rows: number,
  failures: number,
  folders: readonly string[],
): void {
  const manifest = {
    format: 1,
    id,
    title: id,
    kind: 'import',
    model: 'qwen',
    created: '2026-11-22T10:00:00.000Z',
    rows,
    failures,
    unjudged: 0,
    benchmarks: [],
    problems: [],
    images: { folders },
    made: { from: '/data/results.xlsx', size: 1, modified: 1 },
  };
  writeFileSync(join(dir, SET_FILES.manifest), JSON.stringify(manifest));
}

/**
 * Writes a set of so many items with responses of about `size` characters, by the database itself. `failures` is the
 * share that is wrong.
 */
export async function generateSet(
  root: string,
  id: string,
  rows: number,
  size: number,
  failures = 1,
): Promise<string> {
  const dir = join(auditsFolder(root), id);
  mkdirSync(dir, { recursive: true });
  await run(
    `COPY (SELECT i::INTEGER AS i, 'item-' || i AS "row", 'bench-' || (i * 12 // ${rows}) AS dataset,
       ['perception', 'textual-reasoning', 'visual-reasoning'][1 + i * 12 // ${rows} % 3] AS capability,
       'category ' || (hash(i) % 40) AS category,
       'What is shown at place ' || i || ' of the picture, and how many of them are there in all?' AS question,
       ['a', 'b', 'c']::VARCHAR[] AS options, 'A' AS gold, 'a' AS gold_text,
       array_to_string(list_transform(range(${Math.max(1, Math.floor(size / 8))}), lambda j: (hash(i * 1000 + j) % 9999999)::VARCHAR), ' ')
         || ' so the answer is \\boxed{B' || i || '}' AS response,
       NULL::VARCHAR AS thinking, 'B' || i AS extracted, hash(i + 5) % 1000 >= ${Math.round(failures * 1000)} AS correct,
       hash(i + 7) % 3 = 0 AS tool_correct, 'hit' AS tool_by, (hash(i + 1) % 9000)::INTEGER AS length, true AS counted,
       hash(i + 2) % 50 = 0 AS truncated, 1 AS k, 0 AS right_answers,
       '[{"file":"/data/images/' || (i // 3) || '.png"}]' AS images, NULL::VARCHAR AS caption, 'qwen' AS model,
       'vlmevalkit' AS kind, '/data/results.xlsx' AS source, i::BIGINT AS line FROM range(${rows}) AS t(i))
     TO ${quoted(join(dir, SET_FILES.items))} (FORMAT parquet, ROW_GROUP_SIZE 8192)`,
  );
  putManifest(dir, id, rows, Math.round(rows * failures), []);
  return dir;
}
