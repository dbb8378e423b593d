import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createTrainer, decodeImage, loadModel, toPatches } from '../../src/engines/embedded';
import { openReward } from '../../src/rewards';

const DATA = join(__dirname, '..', '..', 'examples', 'published-schema', 'data');
const MODEL = join(__dirname, '..', '..', 'models', 'micro-vlm');

interface Row {
  readonly problem: string;
  readonly answer: string;
  readonly images: readonly string[];
  readonly pass_rate: number;
  readonly predictions: readonly string[];
}

const rows = ['train.jsonl', 'val.jsonl'].flatMap((name) =>
  readFileSync(join(DATA, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row),
);

test('pass rates are the share of the 16 stored predictions that the reward calls right', async () => {
  const reward = await openReward({ kind: 'builtin', name: 'boxed-answer' });
  for (const row of rows) {
    expect(row.predictions).toHaveLength(16);
    const scores = await reward.score(
      row.predictions.map((response) => ({ response, responseLength: 1, groundTruth: row.answer })),
    );
    const right = scores.filter((score) => score.accuracy === 1).length;
    expect(right / 16, row.problem).toBe(row.pass_rate);
  }
  await reward.close();
});

test('images are JPEG and WebP of several sizes, none as the model takes them', async () => {
  const found = new Set<string>();
  for (const name of new Set(rows.flatMap((r) => r.images))) {
    const { format, width, height } = await sharp(join(DATA, 'images', name)).metadata();
    found.add(`${format} ${width}x${height}`);
  }
  expect([...found].map((f) => f.split(' ')[0])).toEqual(expect.arrayContaining(['jpeg', 'webp']));
  expect(found.size).toBeGreaterThanOrEqual(4);
});

test('questions, fractions, currencies and option lists pass the tokenizer unchanged', async () => {
  const { tokenizer } = await loadModel(MODEL);
  for (const row of rows)
    for (const text of [row.problem, row.answer, row.predictions[0]!])
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
});

test('the micro model takes a GRPO step on such rows', async () => {
  const model = await loadModel(MODEL);
  const before = model.theta.slice();
  const trainer = await createTrainer(model);
  const batch = rows.slice(0, 4);
  const prompts = await Promise.all(
    batch.map(async (row) => ({
      question: row.problem.replace('<image>', ''),
      patches: toPatches(
        model.config,
        await decodeImage(join(DATA, 'images', row.images[0]!), row.images[0]!),
      ),
    })),
  );
  // No answer of these is right, so shorter ones are rewarded: the step must have a gradient.
  const result = await trainer.grpo(
    prompts,
    (answers) => Promise.resolve(answers.map((group) => group.map((a) => 1 / (1 + a.tokens)))),
    { seed: 3, group: 4, maxTokens: 24, learningRate: 1e-4 },
  );
  expect(result.gradNorm).toBeGreaterThan(0);
  expect(model.theta.some((value, i) => value !== before[i])).toBe(true);
  expect(model.theta.every(Number.isFinite)).toBe(true);
  await trainer.close();
});
