import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDataEngine, type DataEngine } from '../../../src/data';
import type { StageLaunch } from '../../../src/engines';
import { dataLayout, writeData, writtenLayout } from '../../../src/engines/easyr1/data';
import { materialiseOrder } from '../../../src/plan';
import { pythonFor } from '../../python/environment';
import { commandOf, planOf, requestOf } from './compile';
import { makeFolder, pictures, PNG, sums, type Folder } from './workspace';

const python = pythonFor('files for EasyR1 in the datasets library');
let folder: Folder;
let data: DataEngine;
beforeAll(async () => {
  folder = makeFolder();
  data = await openDataEngine({ folders: [folder.root] });
});
afterAll(async () => {
  await data.close();
  folder.remove();
});
beforeEach(() => {
  folder.rows('rows.jsonl', sums(32));
  folder.rows('pictures.jsonl', pictures(32));
  folder.rows('val.jsonl', sums(4));
  folder.write('images/a.png', PNG);
  folder.write('other/a.png', PNG);
});

let runs = 0;
/** A stage of a curriculum over the given datasets, with a folder of its own. */
async function request(datasets: string, stage = 'data: rows', defaults = ''): Promise<StageLaunch> {
  const file = folder.curriculum({
    datasets,
    defaults,
    stages: `  - { id: s, batch: 4, rollouts: 4, ${stage} }\n`,
  });
  const plan = await planOf(file);
  const stageDir = join(folder.root, '.stagecraft', 'runs', `data-${++runs}`, 'stages', 's');
  mkdirSync(stageDir, { recursive: true });
  return requestOf(plan, 's', { stageDir });
}

const TEXT = '  rows: { capability: textual-reasoning, train: rows.jsonl }\n';
const SEEN = '  rows: { capability: perception, train: pictures.jsonl, images: images, val: val.jsonl }\n';

describe('the files that EasyR1 reads', () => {
  it('are the user’s own where they lie as its loader wants them', async () => {
    const layout = await dataLayout(await request(TEXT.replace(' }', ', val: val.jsonl }')), data);
    expect(layout).toEqual({
      train: join(folder.root, 'rows.jsonl'),
      validation: join(folder.root, 'val.jsonl'),
      columns: { question: 'problem', answer: 'answer', images: 'images' },
      validates: true,
    });
    const seen = await dataLayout(await request(SEEN), data);
    expect(seen).toMatchObject({
      train: join(folder.root, 'pictures.jsonl'),
      imageFolder: join(folder.root, 'images'),
    });
  });

  const bad: readonly (readonly [what: string, write: () => void, datasets?: string])[] = [
    [
      'an answer that is a number',
      () =>
        folder.rows(
          'rows.jsonl',
          sums(32).map((row, n) => ({ ...row, answer: n })),
        ),
    ],
    ['rows without images among others', () => folder.rows('rows.jsonl', [...pictures(20), ...sums(12)])],
    [
      'images that are null',
      () =>
        folder.rows('rows.jsonl', [...pictures(20), ...sums(12).map((row) => ({ ...row, images: null }))]),
    ],
    [
      'text rows first, whose images are empty',
      () => folder.rows('rows.jsonl', [...sums(12).map((row) => ({ ...row, images: [] })), ...pictures(20)]),
    ],
    [
      'one path that is no list',
      () =>
        folder.rows(
          'rows.jsonl',
          pictures(32).map((row) => ({ ...row, images: 'a.png' })),
        ),
    ],
    [
      'a column that EasyR1 fills in',
      () =>
        folder.rows(
          'rows.jsonl',
          sums(32).map((row) => ({ ...row, uid: 'x' })),
        ),
    ],
    [
      'a table',
      () =>
        folder.write(
          'rows.csv',
          `problem,answer\n${Array.from({ length: 32 }, (_, n) => `${n} + 1 = ?,${n + 1}`).join('\n')}\n`,
        ),
      TEXT.replace('rows.jsonl', 'rows.csv'),
    ],
    [
      'an @ in its name',
      () => folder.rows('rows@2.jsonl', sums(32)),
      TEXT.replace('rows.jsonl', 'rows@2.jsonl'),
    ],
  ];
  for (const [what, write, datasets = TEXT] of bad)
    it(`are written instead of ${what}`, async () => {
      write();
      folder.write('a.png', PNG);
      const stage = await request(datasets);
      expect((await dataLayout(stage, data)).train).toBe(join(stage.stageDir, 'train.parquet'));
    });

  it('are written where rows are chosen, sorted or joined', async () => {
    const stage = await request(TEXT, 'data: rows, where: "length(problem) > 9"');
    expect((await dataLayout(stage, data)).train).toBe(join(stage.stageDir, 'train.parquet'));
  });

  it('have the names that a Hub dataset for validation has', async () => {
    folder.rows(
      'rows.jsonl',
      Array.from({ length: 32 }, (_, n) => ({ question: `${n}?`, answer: 'a' })),
    );
    const stage = await request(TEXT, 'data: rows, validate: hiyouga/geometry3k@test');
    const layout = await dataLayout(stage, data);
    expect(layout).toMatchObject({
      train: join(stage.stageDir, 'train.parquet'),
      validation: 'hiyouga/geometry3k@test',
      columns: { question: 'problem', answer: 'answer', images: 'images' },
    });
    const alone = await dataLayout(await request(TEXT), data);
    expect(alone).toMatchObject({
      train: join(folder.root, 'rows.jsonl'),
      columns: { question: 'question' },
    });
  });

  it('are written for validation rows of other columns or another image folder', async () => {
    folder.rows(
      'val.jsonl',
      Array.from({ length: 4 }, (_, n) => ({ question: `${n}?`, answer: 'a' })),
    );
    const columns = await request(SEEN);
    expect((await dataLayout(columns, data)).validation).toBe(join(columns.stageDir, 'validation.parquet'));
    folder.rows('val.jsonl', pictures(4));
    const folders = await request(
      `${SEEN.replace(', val: val.jsonl', '')}  v: { capability: perception, train: val.jsonl, val: val.jsonl, images: other }\n`,
      'data: rows, validate: v',
    );
    expect((await dataLayout(folders, data)).validation).toBe(join(folders.stageDir, 'validation.parquet'));
  });

  it('take their columns from the engine’s own keys, which win', async () => {
    const stage = await request(TEXT, 'data: rows, engine_options: { data.prompt_key: ask }');
    expect(await dataLayout(stage, data)).toMatchObject({
      train: join(stage.stageDir, 'train.parquet'),
      columns: { question: 'ask', answer: 'answer' },
    });
  });

  it('are said in the command before they are written, and stay what they were', async () => {
    const stage = await request(TEXT);
    const before = await commandOf(stage);
    expect(before.argv).toContain(`data.train_files=${join(folder.root, 'rows.jsonl')}`);
    expect(existsSync(join(stage.stageDir, 'validation.parquet'))).toBe(false);
    await writeData(stage, data);
    expect(existsSync(join(stage.stageDir, 'validation.parquet'))).toBe(true);
    expect((await commandOf(stage)).argv).toEqual(before.argv);
    expect(before.argv).toContain('trainer.val_before_train=false');
    folder.rows(
      'rows.jsonl',
      sums(32).map((row, n) => ({ ...row, answer: n })),
    );
    await writeData(stage, data);
    expect((await writtenLayout(stage.stageDir))?.train).toBe(join(folder.root, 'rows.jsonl'));
  });
});

describe.skipIf(python === undefined)('what is written', () => {
  it('has one schema for the datasets library, whatever rows come first, in training order', async () => {
    folder.rows(
      'text.jsonl',
      sums(20).map((row, n) => ({ ...row, pass_rate: n / 20 })),
    );
    folder.rows(
      'seen.jsonl',
      pictures(12).map((row, n) => ({ ...row, pass_rate: n / 12 + 0.01 })),
    );
    const stage = await request(
      `  text: { capability: textual-reasoning, train: text.jsonl }\n  seen: { capability: perception, train: seen.jsonl, images: images }\n`,
      'data: [text, seen], order: "pass_rate DESC"',
    );
    // What the supervisor does before.
    const queries = stage.stage.sources.map((source) => ({ source }));
    const { source } = await data.materialise(
      queries,
      materialiseOrder(stage.stage),
      join(stage.stageDir, 'train.jsonl'),
    );
    await writeData({ ...stage, train: [source] }, data);
    const script = `
import json, sys
from datasets import load_dataset
train = load_dataset("parquet", data_files=sys.argv[1], split="train")
val = load_dataset("parquet", data_files=sys.argv[2], split="train")
print(json.dumps({"features": {k: str(v) for k, v in train.features.items()}, "rows": train.to_list(), "val": val.to_list(), "same": train.features == val.features}))
`;
    const files = ['train.parquet', 'validation.parquet'].map((name) => join(stage.stageDir, name));
    const ran = spawnSync(python!, ['-c', script, ...files], {
      encoding: 'utf8',
      env: { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(folder.root, 'hf') },
    });
    const told = JSON.parse(ran.stdout) as {
      readonly features: Readonly<Record<string, string>>;
      readonly rows: readonly {
        readonly problem: string;
        readonly answer: string;
        readonly images: readonly string[];
      }[];
      readonly val: readonly object[];
      readonly same: boolean;
    };
    expect(Object.keys(told.features)).toEqual([
      'problem',
      'answer',
      'images',
      'id',
      'dataset',
      'capability',
    ]);
    expect(told.features.problem).toBe("Value('string')");
    expect(told.features.images).toContain("List(Value('string'))");
    expect(told.rows).toHaveLength(32);
    const wanted = readFileSync(source.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { question: string }).question);
    expect(told.rows.map(({ problem }) => problem)).toEqual(wanted);
    for (const { problem, images, answer } of told.rows) {
      expect(images).toEqual(problem.includes('<image>') ? [join(folder.root, 'images', 'a.png')] : []);
      expect(typeof answer).toBe('string');
    }
    // EasyR1 always wants validation rows: without any, it gets the first of those that it trains on.
    expect(told.val).toEqual([told.rows[0]]);
    expect(told.same).toBe(true);
    expect(existsSync(join(stage.stageDir, 'train.parquet.rows.jsonl'))).toBe(false);
  });
});
