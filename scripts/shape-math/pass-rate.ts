/**
 * Measures the pass rates of the training rows: the share of the base model's 16 sampled answers that are right.
 * `npx tsx scripts/shape-math/pass-rate.ts [model folder]`, then `generate.ts` writes them into the data.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createTrainer,
  decodeImage,
  loadModel,
  toPatches,
  type ModelConfig,
} from '../../src/engines/embedded';
import { openReward } from '../../src/rewards';
import { FOLDER, PASS_RATES, SEED } from './generate';
import { random } from './random';
import { DATASETS, example, type Row } from './rows';

const SAMPLES = 16;
const MODEL = join(__dirname, '..', '..', 'models', 'micro-vlm');

async function main(folder: string): Promise<void> {
  const model = await loadModel(folder);
  const trainer = await createTrainer(model);
  const reward = await openReward({ kind: 'builtin', name: 'boxed-answer' });
  const made = example(random(SEED), new Map());
  const rates: Record<string, number> = {};
  for (const dataset of DATASETS) {
    const rows = made.rows[dataset].train;
    const prompts = await Promise.all(rows.map((row) => prompt(row, model.config)));
    const answers = await trainer.generate(prompts, {
      count: SAMPLES,
      temperature: 1,
      maxTokens: 20,
      seed: 16,
    });
    let sum = 0;
    for (const [i, row] of rows.entries()) {
      const scores = await reward.score(
        (answers[i] ?? []).map((a) => ({
          response: a.text,
          responseLength: a.tokens,
          groundTruth: row.answer,
        })),
      );
      const rate = scores.filter((score) => score.accuracy === 1).length / SAMPLES;
      rates[row.id] = rate;
      sum += rate;
    }
    console.log(
      `${dataset}: mean pass rate ${(sum / rows.length).toFixed(3)} on ${String(rows.length)} rows`,
    );
  }
  await writeFile(PASS_RATES, `${JSON.stringify({ samples: SAMPLES, rates }, null, 2)}\n`);
  await reward.close();
  await trainer.close();
}

async function prompt(row: Row, config: ModelConfig) {
  const question = row.problem.replace('<image>', '').trim();
  const [image] = row.images;
  if (image === undefined) return { question };
  return { question, patches: toPatches(config, await decodeImage(join(FOLDER, image), image)) };
}

if (require.main === module) void main(process.argv[2] ?? MODEL);
