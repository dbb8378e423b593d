import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataEngine } from '../../../src/data';
import { checkCurriculum } from '../../../src/language';
import { makeDataset } from '../../../src/make/make';
import { rateOf } from '../../../src/make/rate';
import { isPlan, makePlan, materialiseOrder } from '../../../src/plan';
import { jsonl, makeContext, workspace, write } from '../support/context';
import { startScripted } from '../support/scripted-server';
import { linesOf } from './support';

const CURRICULUM = (url: string): string => `curriculum: 1
engine: embedded
reward: boxed-answer
models:
  vlm: { url: "${url}", model: vlm }
datasets:
  sums:
    capability: reasoning
    train: data/sums.jsonl
    columns: { question: frage, answer: summe }
    difficulty: { by: vlm, rollouts: 8, boundaries: [0.5] }
schedule: { difficulty: easy-to-hard }
defaults: { batch: 2, rollouts: 4, steps: 2 }
stages:
  - id: s
    data: sums
    where: pass_rate BETWEEN 0.3 AND 0.8
`;

describe('a rated dataset', () => {
  it('orders and filters what is trained on at once, and keeps the rest of its rows as they were', async () => {
    const root = workspace();
    const rows = Array.from({ length: 9 }, (_, i) => ({
      note: `row ${i}`,
      frage: `Question ${i}?`,
      summe: String(i),
      tags: [i, null],
    }));
    write(join(root, 'data', 'sums.jsonl'), jsonl(rows));
    // Question i is right in (4 i modulo 9) of 8 rollouts.
    const server = await startScripted({
      reply: ({ text, n }) => {
        const number = Number(/Question (\d)/.exec(text)?.[1]);
        return Array.from({ length: n }, (_, k) => `\\boxed{${k < (number * 4) % 9 ? number : 'no'}}`);
      },
    });
    const file = write(join(root, 'c.curriculum.yaml'), CURRICULUM(server.url));
    const checked = checkCurriculum(file);
    const { curriculum } = checked;
    const dataset = curriculum?.datasets[0];
    if (curriculum === undefined || dataset?.made === undefined)
      throw new Error(JSON.stringify(checked.problems));
    const context = {
      ...(await makeContext({ root, curriculum, dataset: dataset.id })),
      made: dataset.made,
      capability: dataset.capability,
    };
    const manifest = await makeDataset(context);
    expect(manifest.rows).toEqual({ train: 9 });
    expect(manifest.figures.difficulty).toMatchObject({ rollouts: 72 });

    const written = linesOf(join(dataset.made.to, 'train.jsonl')) as Record<string, unknown>[];
    expect(written.map(({ pass_rate: rate }) => rate)).toEqual(rows.map((_, i) => ((i * 4) % 9) / 8));
    for (const [i, row] of written.entries()) {
      expect(Object.keys(row)).toEqual([
        ...Object.keys(rows[i] ?? {}),
        'predictions',
        'correctness',
        'pass_rate',
        'pass_rate_low',
        'pass_rate_high',
      ]);
      expect(row).toMatchObject(rows[i] ?? {});
      const { low, high } = rateOf({ correctness: row.correctness as boolean[] });
      expect([row.pass_rate_low, row.pass_rate_high]).toEqual([low, high]);
    }

    const data = await openDataEngine({ folders: [root] });
    try {
      const plan = await makePlan({ checked, data, checkData: true });
      if (!isPlan(plan)) throw new Error(JSON.stringify(plan.problems));
      const [stage] = plan.stages;
      if (stage === undefined) throw new Error('There is no stage.');
      const queries = stage.sources.map(({ where, ...source }) => ({
        source,
        ...(where === undefined ? {} : { where }),
      }));
      const output = join(root, 'train.jsonl');
      await data.materialise(queries, materialiseOrder(stage), output);
      const trained = readFileSync(output, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { pass_rate: number }).pass_rate);
      // Easy first; 0, 0.125, 0.25, 0.875 and 1 are left out.
      expect(trained).toEqual([0.75, 0.625, 0.5, 0.375]);
    } finally {
      await data.close();
    }
  });
});
