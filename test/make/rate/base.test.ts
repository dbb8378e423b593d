import { cpSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/protocol';
import type { Dataset, Difficulty } from '../../../src/language';
import type { Question, SourceLine } from '../../../src/make';
import { rateOf, rateRows } from '../../../src/make/rate';
import { collectRows } from '../../../src/make/sources';
import { makeContext, workspace, type TestContext } from '../support/context';
import { keepThese, linesOf, ratesIn } from './support';

const BASE: Difficulty = {
  by: 'base',
  rollouts: 8,
  adaptive: false,
  boundaries: [0.25, 0.75],
  temperature: 1,
  top_p: 1,
};

/** The example's own perception rows, to be rated by the embedded model. */
async function example(difficulty: Difficulty): Promise<TestContext> {
  const root = workspace();
  cpSync(join(packageRoot(), 'examples', 'shape-math'), root, { recursive: true });
  const path = join(root, 'data', 'perception-train.jsonl');
  const train = { kind: 'file', text: path, path } as const;
  const made = join(root, 'data', 'rated', 'train.jsonl');
  const dataset: Dataset = {
    id: 'rated',
    capability: 'perception',
    train: { kind: 'file', text: made, path: made },
    images: join(root, 'data'),
    columns: {},
  };
  return makeContext({
    root,
    dataset: 'rated',
    make: { source: { kind: 'own', train }, answer_with: [] },
    difficulty,
    curriculum: {
      model: { kind: 'preset', name: 'micro-vlm' },
      reward: { kind: 'builtin', name: 'boxed-answer' },
      prompt: join(root, 'prompts', 'question.jinja'),
      datasets: [dataset],
    },
  });
}

/** The first of the rows, all kept. */
async function keepSome(
  context: TestContext,
  count: number,
): Promise<{ kept: string; questions: readonly Question[] }> {
  const { path } = await collectRows(context);
  const questions = (linesOf(path) as readonly SourceLine[])
    .flatMap((line) => line.questions)
    .slice(0, count);
  return { kept: keepThese(context.root, questions), questions };
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    mean(x.map((value, i) => (value - mx) * ((y[i] ?? 0) - my)));
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

describe('rollouts by the embedded model', () => {
  it('measure what the example was measured with before, and go on where they were killed', async () => {
    const context = await example(BASE);
    const { kept, questions } = await keepSome(context, 150);
    const { path } = await rateRows(context, kept);
    const rates = ratesIn(path);
    const before = questions.map(({ carried }) => Number(carried?.pass_rate));
    const now = questions.map(({ id }) => rateOf(rates.get(id) ?? { correctness: [] }).rate ?? Number.NaN);
    expect(Math.abs(mean(now) - mean(before))).toBeLessThan(0.08);
    expect(correlation(now, before)).toBeGreaterThan(0.6);
    for (const rate of rates.values()) expect(rate.predictions).toHaveLength(8);
    const different = [...rates.values()].filter(({ predictions }) => new Set(predictions).size > 1).length;
    expect(different).toBeGreaterThan(rates.size / 3);
    // As a killed process leaves it: the last lines are gone, one is torn.
    const text = readFileSync(path, 'utf8');
    const lines = text.trim().split('\n');
    truncateSync(path, Buffer.byteLength(`${lines.slice(0, 100).join('\n')}\n`) + 25);
    expect(ratesIn(path).size).toBe(100);
    const again = await context.again();
    await rateRows(again, kept);
    expect([...ratesIn(path).keys()].sort()).toEqual([...rates.keys()].sort());
    expect(linesOf(path)).toHaveLength(rates.size);
  }, 180_000);

  it('are more only where the rate is open', async () => {
    const context = await example({ ...BASE, adaptive: true, rollouts: 24 });
    const { kept, questions } = await keepSome(context, 40);
    const { path } = await rateRows(context, kept);
    const drawn = questions.map(({ id }) => ratesIn(path).get(id)?.predictions.length ?? 0);
    // All or none of 12 are clear; what is near a boundary gets all.
    expect(Math.min(...drawn)).toBe(12);
    expect(Math.max(...drawn)).toBe(24);
    for (const rate of ratesIn(path).values()) {
      const { low, high } = rateOf(rate);
      const open = BASE.boundaries.some((boundary) => low < boundary && boundary < high);
      expect(open && rate.predictions.length < 24).toBe(false);
    }
    const notes = context.news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
    expect(notes).toContainEqual(expect.stringContaining('the adaptive rule saved'));
  }, 180_000);
});
