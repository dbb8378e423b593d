import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { recipeHash } from '../../../src/make';
import type { MadeManifest } from '../../../src/protocol';
import { codeLenses, type Known } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';

const RECIPE = (keep: string): string => `curriculum: 1
name: x
model: micro-vlm
engine: embedded
datasets:
  plain: { capability: perception, train: data/train.jsonl }
  hard:
    capability: perception
    make:
      captions: data/captions.jsonl
      questions: { file: data/questions.jsonl }
      answer_with: [base]
      keep: ${keep}
  rated:
    capability: perception
    train: data/train.jsonl
    difficulty: { by: base, rollouts: 4 }
stages:
  - { id: see, data: hard }
`;
const KEEP = 'wrong_from_image AND right_from_caption';

const manifest = (recipe: string): MadeManifest => ({
  format: 1,
  dataset: 'hard',
  capability: 'perception',
  file: '/x.curriculum.yaml',
  created: '2026-01-01T00:00:00.000Z',
  recipe,
  funnel: [
    { step: 'source', in: 150, out: 150, dropped: [] },
    { step: 'check', in: 1300, out: 1280, dropped: [] },
  ],
  figures: {
    positions: {},
    duplicates: { count: 0, of: 1280, low: 0, high: 0.01 },
    kinds: {},
    splits: {},
    outcomes: [],
    agreement: [],
  },
  spending: [],
  models: ['base'],
  rows: { train: 70, val: 5, test: 7 },
  warnings: [],
});

/** Title and dataset of every lens above a dataset; `made` is the text of the file that `make` has written. */
async function lenses(text: string, made?: string): Promise<readonly string[]> {
  const snapshot = snapshotOf(text);
  const file = join(dirname(snapshot.path), 'data', 'hard', 'made.json');
  const known: Known = {
    ...NOTHING_KNOWN,
    text: (path) => Promise.resolve(path === file ? made : undefined),
  };
  return (await codeLenses(snapshot, known)).flatMap(({ command, range }) => {
    const { dataset } = (command?.arguments?.[0] ?? {}) as { readonly dataset?: string };
    return dataset === undefined
      ? []
      : [`${range.start.line} ${dataset}: ${command?.title ?? ''} (${command?.command ?? ''})`];
  });
}

const hashOf = (text: string): string => {
  const curriculum = snapshotOf(text).checked.base.curriculum;
  const dataset = curriculum?.datasets.find(({ id }) => id === 'hard');
  if (curriculum === undefined || dataset === undefined) throw new Error('the recipe does not parse');
  return recipeHash(curriculum, dataset);
};

it('a dataset with a recipe or a difficulty can be made, another cannot', async () => {
  expect(await lenses(RECIPE(KEEP))).toEqual([
    '6 hard: Make (stagecraft.make)',
    '13 rated: Make (stagecraft.make)',
  ]);
});

it('one that was made says how many questions were kept', async () => {
  const made = JSON.stringify(manifest(hashOf(RECIPE(KEEP))));
  expect((await lenses(RECIPE(KEEP), made)).slice(0, 2)).toEqual([
    '6 hard: Browse: 82 of 1,300 questions kept (stagecraft.browseMade)',
    '6 hard: Make Again (stagecraft.make)',
  ]);
});

it('one whose recipe is another now is to be made again', async () => {
  const made = JSON.stringify(manifest(hashOf(RECIPE(KEEP))));
  expect((await lenses(RECIPE('wrong_from_image'), made)).slice(0, 2)).toEqual([
    '6 hard: Make Again (recipe changed) (stagecraft.make)',
    '6 hard: Browse: 82 of 1,300 questions kept (stagecraft.browseMade)',
  ]);
});

it('a torn or strange made.json counts as none', async () => {
  for (const made of ['', '{"format":1', '[]', '{"format":1,"rows":{"train":"many"}}'])
    expect((await lenses(RECIPE(KEEP), made))[0]).toBe('6 hard: Make (stagecraft.make)');
});

it('errors elsewhere in the file hide no lens', async () => {
  expect(await lenses(`${RECIPE(KEEP)}nonsense: 1\n`)).toHaveLength(2);
});
