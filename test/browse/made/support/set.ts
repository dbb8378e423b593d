import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { literal } from '../../../../src/data';
import { checkCurriculum } from '../../../../src/language';
import { recipeHash, ROW_COLUMNS, type RowColumn } from '../../../../src/make';
import type { MadeManifest } from '../../../../src/protocol';

/** A row as a test says it; what it leaves out is as in `ROW`. */
export type SomeRow = Partial<Readonly<Record<RowColumn, unknown>>>;

const ROW: Readonly<Record<RowColumn, unknown>> = {
  i: 0,
  id: '',
  source: 'caption-1',
  place: 0,
  question: 'Which colour is the tower?',
  options: ['red', 'blue', 'green', 'white'],
  answer: 'B',
  images: [],
  caption: 'A blue tower beside a tree.',
  kind: 'detail',
  capability: 'perception',
  kept: true,
  step: null,
  reason: null,
  detail: null,
  same: null,
  split: null,
  outcomes: null,
  answers: [],
  rate: null,
  rate_low: null,
  rate_high: null,
  predictions: null,
  correctness: null,
  writer: null,
  prompt: null,
  reply: null,
};

/** A workspace with a curriculum whose one made dataset lies in `data/hard`; `keep` is its condition. */
export function writeCurriculum(root: string, keep = 'wrong_from_image AND right_from_caption'): string {
  const file = join(root, 'hard.curriculum.yaml');
  mkdirSync(join(root, 'data', 'images'), { recursive: true });
  writeFileSync(join(root, 'data', 'captions.jsonl'), '{"id":"a","caption":"A tower.","image":"a.png"}\n');
  writeFileSync(
    file,
    `curriculum: 1
name: hard
model: micro-vlm
engine: embedded
reward: boxed-answer
models:
  w: { url: "http://127.0.0.1:1/v1", model: writer }
  a: { url: "http://127.0.0.1:2/v1", model: vlm-a }
  b: { url: "http://127.0.0.1:2/v1", model: vlm-b }
datasets:
  hard:
    capability: perception
    make:
      captions: data/captions.jsonl
      images: data/images
      questions: { by: w }
      answer_with: [a, b]
      keep: ${keep}
stages:
  - id: see
    data: hard
`,
  );
  return file;
}

/** The folder of `writeCurriculum`'s dataset. */
export const madeFolder = (root: string): string => join(root, 'data', 'hard');

/** `made.json` of so many rows by models `a` and `b`, made by the recipe as it is now. */
export function manifestOf(file: string, kept = 1): MadeManifest {
  const { curriculum } = checkCurriculum(file);
  const dataset = curriculum?.datasets[0];
  if (curriculum === undefined || dataset === undefined) throw new Error('the curriculum has mistakes');
  return {
    format: 1,
    dataset: 'hard',
    capability: 'perception',
    file,
    created: '2026-01-02T03:04:05.000Z',
    recipe: recipeHash(curriculum, dataset),
    funnel: [{ step: 'source', in: 10, out: kept, dropped: [] }],
    figures: {
      positions: { A: 1 },
      duplicates: { count: 0, of: 10, low: 0, high: 0.3 },
      kinds: { detail: kept },
      splits: { train: { rows: kept, images: 1 } },
      outcomes: [],
      agreement: [],
    },
    spending: [],
    models: ['a', 'b'],
    rows: { train: kept },
    warnings: [],
  };
}

/** Writes a made dataset as a make leaves it; answers with its folder. */
export async function putMade(
  root: string,
  rows: readonly SomeRow[],
  options: { readonly manifest?: Partial<MadeManifest>; readonly types?: SomeRow } = {},
): Promise<string> {
  const file = writeCurriculum(root);
  const dir = madeFolder(root);
  mkdirSync(dir, { recursive: true });
  await writeRows(join(dir, 'rows.parquet'), rows, options.types);
  writeFileSync(join(dir, 'made.json'), JSON.stringify({ ...manifestOf(file), ...options.manifest }));
  return dir;
}

/** `types` gives columns another type than a make does. */
export async function writeRows(path: string, rows: readonly SomeRow[], types: SomeRow = {}): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const lines = `${path}.lines`;
  writeFileSync(
    lines,
    rows.map((row, i) => JSON.stringify({ ...ROW, i, id: `q-${i}`, place: i, ...row })).join('\n'),
  );
  const columns = Object.entries({ ...ROW_COLUMNS, ...types } as Record<string, string>);
  const wanted = columns.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (SELECT * FROM read_json(${literal(lines)}, columns = {${wanted}}, format = 'newline_delimited')) TO ${literal(path)} (FORMAT parquet)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(lines);
  }
}
