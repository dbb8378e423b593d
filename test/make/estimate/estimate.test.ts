import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planMake } from '../../../src/preflight';
import { discard } from '../../fixtures/discard';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) discard(folder);
});

/** What making rows of another dataset would ask, in words. */
async function planOf(
  rows: readonly object[],
  recipe: string,
  made?: object,
  hand: readonly object[] = [],
): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-estimate-'));
  folders.push(root);
  const file = join(root, 'c.curriculum.yaml');
  writeFileSync(join(root, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(
    file,
    `curriculum: 1
name: estimate
model: micro-vlm
models: { vlm: { url: http://127.0.0.1:9/v1, model: vlm } }
datasets:
  plain: { capability: perception, train: rows.jsonl }
  hard:
    capability: perception
${recipe}
stages:
  - { id: one, data: hard }
`,
  );
  if (made !== undefined) {
    mkdirSync(join(root, 'data', 'hard'), { recursive: true });
    writeFileSync(join(root, 'data', 'hard', 'made.json'), JSON.stringify(made));
    writeFileSync(
      join(root, 'data', 'hard', 'hand.jsonl'),
      hand.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }
  const { datasets, problems } = await planMake({ root, file, datasets: ['hard'] });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return datasets.flatMap(({ words }) => words).join('\n');
}

const ANSWERED = '    make: { from: plain, answer_with: [vlm], keep: NOT right_blind }';
const tenRows = (more: object): readonly object[] =>
  Array.from({ length: 10 }, (_, i) => ({ problem: `What is ${i}?`, answer: String(i), ...more }));

describe('requests for the rows of another dataset', () => {
  it.each([
    [
      'image and caption',
      { images: ['a.png'], caption: 'A bar.' },
      '30 requests to answer (10 with the image)',
    ],
    ['an image alone', { images: ['a.png'] }, '20 requests to answer (10 with the image)'],
    ['text alone', {}, '10 requests to answer;'],
    // Without an image nobody is asked from what would stand for it.
    ['text and a caption', { caption: 'A bar.' }, '10 requests to answer;'],
  ])('count the arms that rows with %s have', async (_, more, words) => {
    expect(await planOf(tenRows(more), ANSWERED)).toContain(words);
  });
});

it('rests on the share that was kept before, also where nobody answers', async () => {
  const step = (name: string, came: number, went: number): object => ({
    step: name,
    in: came,
    out: went,
    dropped: came === went ? [] : [{ reason: 'no', count: came - went, samples: [] }],
  });
  const made = {
    format: 1,
    dataset: 'hard',
    capability: 'perception',
    file: 'c.curriculum.yaml',
    created: '2026-01-01T00:00:00.000Z',
    recipe: 'another',
    funnel: [step('source', 10, 10), step('keep', 10, 8)],
    figures: {
      positions: {},
      duplicates: { count: 0, of: 8, low: 0, high: 0.3 },
      kinds: {},
      splits: {},
      outcomes: [],
      agreement: [],
    },
    spending: [],
    models: [],
    rows: { train: 8 },
    warnings: [],
  };
  const recipe = `    make: { from: plain, keep: "length(problem) > 3" }
    difficulty: { by: vlm, rollouts: 4 }`;
  const said = (q: string, decision: string | null, time: string): object => ({ q, decision, time });
  const words = await planOf(tenRows({}), recipe, made, [
    said('a', 'keep', '2025-12-31T00:00:00.000Z'),
    said('b', 'drop', '2026-01-02T00:00:00.000Z'),
    said('b', null, '2026-01-02T00:00:01.000Z'),
    said('c', 'keep', '2026-01-02T00:00:02.000Z'),
  ]);
  expect(words).toContain('2 questions decided by hand since the last make: that counts now.');
  expect(await planOf(tenRows({}), recipe, made)).not.toContain('by hand');
  expect(words).toContain('32 requests to measure pass rates');
  expect(words).toContain('if 80 % of the questions are kept, as at the last make');
});
