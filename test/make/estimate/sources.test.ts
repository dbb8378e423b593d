import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planMake } from '../../../src/preflight';
import { jsonl, workspace, write } from '../support/context';

const CAPTIONS = Array.from({ length: 40 }, (_, i) => ({
  id: `c${i}`,
  caption: `${i} birds`,
  image: 'a.png',
}));
/** Three of each caption. */
const QUESTIONS = CAPTIONS.flatMap(({ id }) =>
  [1, 2, 3].map((n) => ({ caption: id, question: `How many birds, ${n}?`, answer: '1' })),
);

const curriculum = (datasets: string): string => `curriculum: 1
name: estimate
model: micro-vlm
models: { vlm: { url: http://127.0.0.1:9/v1, model: vlm } }
datasets:
  plain: { capability: perception, train: rows.jsonl }
  first:
    capability: perception
    make: { captions: captions.jsonl, questions: { file: questions.jsonl }, answer_with: [vlm], keep: NOT right_blind, split: { test: 0.25 } }
${datasets}
stages:
  - { id: one, data: [first] }
`;

/** What is said of each dataset before it is made. */
async function wordsOf(datasets: string): Promise<Readonly<Record<string, string>>> {
  const root = workspace();
  const file = write(join(root, 'c.curriculum.yaml'), curriculum(datasets));
  write(join(root, 'captions.jsonl'), jsonl(CAPTIONS));
  write(join(root, 'questions.jsonl'), jsonl(QUESTIONS));
  write(
    join(root, 'rows.jsonl'),
    jsonl(Array.from({ length: 7 }, (_, i) => ({ problem: `${i}?`, answer: '1' }))),
  );
  const plan = await planMake({ root, file });
  expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries(plan.datasets.map(({ dataset, words }) => [dataset, words.join('\n')]));
}

describe('what a recipe begins with', () => {
  it('is the questions of the captions that are taken', async () => {
    const { first, few } = await wordsOf(`  few:
    capability: perception
    make: { captions: captions.jsonl, limit: 10, questions: { file: questions.jsonl }, answer_with: [vlm] }`);
    expect(first).toContain('40 captions, 120 questions.');
    expect(first).toContain('360 requests to answer');
    expect(few).toContain('10 captions, 30 questions.');
    expect(few).toContain('90 requests to answer');
  });

  it('is a guess where another dataset is to be made first', async () => {
    const { second, third, both, capped } = await wordsOf(`  second:
    capability: perception
    make: { from: first, answer_with: [vlm] }
  third:
    capability: perception
    make: { from: [second, plain] }
  both:
    capability: perception
    make: { from: [first, second] }
  capped:
    capability: perception
    make: { from: first, limit: 5 }`);
    // 120 questions, of which about a third is kept, and a quarter is held out.
    expect(second).toContain('About 27 rows (a guess: first is not made yet).');
    expect(second).toContain('81 requests to answer (27 with the image)');
    expect(third).toContain('About 34 rows (a guess: second is not made yet).');
    expect(both).toContain('About 54 rows (a guess: first, second are not made yet).');
    expect(capped).toContain('About 5 rows (a guess: first is not made yet).');
  });
});
