import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCurriculum, KEEP_COLUMNS } from '../../src/language';
import { recipeHash, staleProblems } from '../../src/make';
import { OWN_KEEP_COLUMNS } from '../../src/make/keep';
import { QUESTION_COLUMNS } from '../../src/plan';
import type { MadeManifest } from '../../src/protocol';
import { openWorkshop, seen, sums, type Workshop } from './workshop';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
  shop.rows('captions.jsonl', [
    { example_id: 'a', description: 'A red door.', image_file: 'a.jpg', split: 'train', words: 3 },
  ]);
  shop.rows('own.jsonl', sums(40));
});
afterAll(() => shop.close());

/** A curriculum whose dataset `d` is made as `make` says, beside `own` with rows of arithmetic. */
const made = (make: string, more = ''): string => `curriculum: 1
engine: embedded
models: { vlm: { url: http://h:1/v1, model: m } }
datasets:
  d: { capability: perception, make: { ${make} }${more} }
  own: { capability: textual-reasoning, train: own.jsonl }
defaults: { batch: 8, rollouts: 4 }
stages:
  - { id: see, data: [d, own], where: pass_rate < 1 }
`;
const CAPTIONS = 'captions: captions.jsonl, questions: { by: vlm }, answer_with: [vlm]';
const keeping = (keep: string, columns = '{ image: image_file }'): string =>
  made(`${CAPTIONS}, columns: ${columns}, keep: "${keep}"`);

const look = async (text: string): Promise<readonly string[]> => {
  const { problems, files } = await shop.check(text);
  return seen(problems, files);
};
const NOT_MADE = 'SC393 warning 5: d';

describe('a dataset that is not made yet', () => {
  it('is a warning of the text, an error of a run, and says how to make it', async () => {
    const text = keeping('right_from_caption');
    const { problems, plans } = await shop.check(text);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['SC393', 'warning']]);
    expect(problems[0]?.hint).toBe('Run `stagecraft make test.curriculum.yaml --dataset d`.');
    expect(plans).toEqual([]);
    const plan = await shop.plan(text);
    expect('stages' in plan).toBe(false);
    expect(plan.problems.map(({ code, severity }) => [code, severity])).toEqual([['SC393', 'error']]);
  });

  it('lets conditions name pass rates that it does not have yet', async () => {
    const rated = made(
      `${CAPTIONS}, columns: { image: image_file }, keep: right_blind`,
      ', difficulty: { by: vlm }',
    );
    expect(await look(rated.replace('[d, own]', 'd'))).toContain(NOT_MADE);
    expect((await look(rated.replace('[d, own]', 'd'))).filter((line) => line.startsWith('SC25'))).toEqual(
      [],
    );
  });

  it('is planned like any other once it is made', async () => {
    shop.rows('data/d/train.jsonl', sums(24));
    shop.write('data/d/made.json', '{}');
    try {
      const plan = await shop.planned(keeping('right_from_caption'));
      expect(plan.stages[0]?.sources.map(({ dataset, rowsBefore }) => [dataset, rowsBefore])).toEqual([
        ['d', 24],
        ['own', 40],
      ]);
    } finally {
      forget();
    }
  });

  it('cannot be made over rows that somebody else has put there, as little as `make` would', async () => {
    const text = keeping('right_from_caption').replace('keep:', 'to: data/d, keep:');
    shop.rows('data/d/train.jsonl', sums(24));
    try {
      expect(await look(text)).toEqual(['SC395 error 5: data/d']);
      // What a make that was cut short has left is its own.
      shop.write('data/d/.make/beat', '');
      expect(await look(text)).not.toContain('SC395 error 5: data/d');
    } finally {
      forget();
    }
  });
});

describe('what a recipe needs of files', () => {
  it('captions that are there, with their columns', async () => {
    expect(await look(made(CAPTIONS.replace('captions.jsonl', 'nowhere.jsonl')))).toContain(
      'SC300 error 5: nowhere.jsonl',
    );
    expect(await look(keeping('right_blind', '{ image: image_fil }'))).toContain('SC304 error 5: image_fil');
    shop.rows('bare.jsonl', [{ description: 'x', picture: 'a.jpg' }]);
    expect(await look(made(CAPTIONS.replace('captions.jsonl', 'bare.jsonl')))).toContain(
      'SC304 error 5: bare.jsonl',
    );
  });

  it.each([
    ['wrong_from_image AND right_from_caption AND NOT right_blind', []],
    ["split = 'train' AND words > 2 AND kind IS NOT NULL AND len(options) = 4", []],
    ['right_from_captoin', ['SC251 error 5: right_from_captoin']],
    ['RIGHT_BLIND', []],
    ['words', ['SC255 error 5: words']],
    ['options > 3', ['SC254 error 5: >']],
    ['(SELECT true)', ['SC252 error 5: (SELECT true)']],
    ["read_text('x') = 'y'", ['SC253 error 5: read_text']],
    ['right_blind AND', ['SC250 error 5: AND']],
  ])('a condition: %s', async (keep, expected) => {
    const found = (await look(keeping(keep))).filter(
      (line) => line !== NOT_MADE && !line.startsWith('SC268'),
    );
    expect(found.map((line) => line.split(':')[0])).toEqual(expected.map((line) => line.split(':')[0]));
    if (expected[0]?.startsWith('SC251') === true) expect(found).toEqual(expected);
  });

  it('rows that have what the condition asks for', async () => {
    const merged = (keep: string) => look(made(`from: own, answer_with: [vlm], keep: "${keep}"`));
    expect(await merged('pass_rate < 1 AND NOT right_blind')).toEqual([NOT_MADE]);
    expect(await merged('wrong_from_image')).toEqual([NOT_MADE, 'SC396 warning 5: wrong_from_image']);
    expect(await merged('right_from_caption')).toEqual([NOT_MADE, 'SC396 warning 5: right_from_caption']);
    expect(await merged('nonesuch')).toEqual([NOT_MADE, 'SC251 error 5: nonesuch']);
  });

  it('rows of its own that only get a pass rate', async () => {
    const own = (train: string) =>
      look(made(CAPTIONS).replace(/make: \{.*\}$/m, `train: ${train}, difficulty: { by: vlm } }`));
    expect(await own('own2.jsonl')).toContain('SC300 error 5: own2.jsonl');
    expect((await own('captions.jsonl')).filter((line) => line.startsWith('SC304'))).not.toEqual([]);
  });

  it('knows the columns that making it knows', () => {
    const outcomes = Object.keys(KEEP_COLUMNS).map((name) => [name, 'BOOLEAN']);
    expect(new Map(QUESTION_COLUMNS.map(({ name, type }) => [name, type]))).toEqual(
      new Map([...outcomes, ...Object.entries(OWN_KEEP_COLUMNS)] as [string, string][]),
    );
  });
});

describe('a recipe that has changed since', () => {
  it('is told where its manifest says so, and nowhere else', async () => {
    const file = shop.write('test.curriculum.yaml', keeping('right_from_caption'));
    const checked = checkCurriculum(file);
    const dataset = checked.curriculum!.datasets[0]!;
    const stale = () => staleProblems(checkCurriculum(file), (path) => shop.data.text(path));
    try {
      expect(await stale()).toEqual([]);
      shop.write('data/d/made.json', 'torn');
      expect(await stale()).toEqual([]);
      shop.write(
        'data/d/made.json',
        JSON.stringify(manifest(file, recipeHash(checked.curriculum!, dataset))),
      );
      expect(await stale()).toEqual([]);
      shop.write('test.curriculum.yaml', keeping('right_blind'));
      expect((await stale()).map(({ code, severity, message }) => [code, severity, message])).toEqual([
        ['SC394', 'warning', 'The rows of `d` were made by another recipe'],
      ]);
    } finally {
      forget();
    }
  });
});

const manifest = (file: string, recipe: string): MadeManifest => ({
  format: 1,
  dataset: 'd',
  capability: 'perception',
  file,
  created: '2026-11-23T07:00:00.000Z',
  recipe,
  funnel: [],
  figures: {
    positions: {},
    duplicates: { count: 0, of: 0, low: 0, high: 0 },
    kinds: {},
    splits: {},
    outcomes: [],
    agreement: [],
  },
  spending: [],
  models: ['vlm'],
  rows: { train: 0 },
  warnings: [],
});

/** What was written into the folder of `d` goes. */
function forget(): void {
  rmSync(join(shop.folder, 'data'), { recursive: true, force: true });
}
