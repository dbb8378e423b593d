import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTask, type Item, type Task } from '../../bench/curriculum/rows';
import { createTrainer, loadModel, MODEL_FILES, type Trainer } from '../../src/engines/embedded';
import { openReward, type Reward } from '../../src/rewards';
import { readRows } from './read';

const MODEL = join(__dirname, '..', '..', 'models', 'micro-vlm');

let trainer: Trainer;
let task: Task;
let reward: Reward;

beforeAll(async () => {
  const model = await loadModel(MODEL);
  trainer = await createTrainer(model);
  task = await readTask(model.config);
  reward = await openReward({ kind: 'builtin', name: 'boxed-answer' });
});
afterAll(async () => {
  await trainer.close();
  await reward.close();
});

/** Mean accuracy of `count` answers an item. */
async function accuracy(items: readonly (Item & { description?: string })[], count: number): Promise<number> {
  const temperature = count === 1 ? 0 : 1;
  const answers = await trainer.generate(items, { count, temperature, maxTokens: 20, seed: 3 });
  let sum = 0;
  for (const [i, item] of items.entries()) {
    const scores = await reward.score(
      answers[i]!.map((a) => ({ response: a.text, responseLength: a.tokens, groundTruth: item.answer })),
    );
    sum += scores.filter((score) => score.accuracy === 1).length / count;
  }
  return sum / items.length;
}

test('the base model is under 1 MB', () => {
  const bytes = MODEL_FILES.reduce((sum, name) => sum + statSync(join(MODEL, name)).size, 0);
  expect(bytes).toBeLessThan(1_000_000);
});

describe('on held-out rows', () => {
  test.each(['perception', 'text', 'visual'] as const)(
    'the base is unsure of %s: it knows more than its samples show',
    async (name) => {
      const sampled = await accuracy(task.test[name], 4);
      expect(sampled).toBeGreaterThan(0.35);
      expect(sampled).toBeLessThan(0.85);
      expect(await accuracy(task.test[name], 1)).toBeGreaterThan(sampled + 0.1);
    },
  );

  test('it answers from a description, so that the audit can tell seeing from thinking', async () => {
    const captions = readRows('visual', 'test').map((row) => row.caption!);
    const described = task.test.visual.map(({ question, answer, passRate }, i) => ({
      question,
      answer,
      passRate,
      description: captions[i]!,
    }));
    expect(await accuracy(described, 1)).toBeGreaterThan(0.9);
  });

  test('without picture and description it can only guess', async () => {
    const blind = task.test.visual.map(({ question, answer, passRate }) => ({ question, answer, passRate }));
    expect(await accuracy(blind, 4)).toBeLessThan(0.4);
  });
});
