import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  trainingGraph,
  parameterSpecs,
  type BatchShape,
  type Objective,
} from '../../../src/engines/embedded/model';
import { patchCount, patchSize } from '../../../src/engines/embedded/model/config';
import { exportOnnx } from '../../../src/engines/embedded';
import { normal, randomStream } from '../../../src/engines/embedded/random';
import { createRuntime, type Feed, type Runtime } from '../../../src/engines/embedded/runtime/runtime';
import { tinyModel } from '../support/tiny';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime({ threads: 1 });
});
afterAll(() => runtime.close());

const GRPO = { kind: 'grpo', temperature: 0.8, clipLow: 0.2, clipHigh: 0.3, kl: 0.05 } as const;

/** The derivative of the loss along the gradient and along a random direction, by the graph and by differences. */
async function directional(
  objective: Objective,
  images: boolean,
  tied: boolean,
): Promise<[number, number][]> {
  const { config, theta } = tinyModel(3, { tied });
  const shape: BatchShape = { rows: 3, length: 8, images };
  const random = randomStream(5);
  const size = [3, 8];
  const floats = (count: number, draw: () => number) => Float32Array.from({ length: count }, draw);
  const ids = (count: number) =>
    Int32Array.from({ length: count }, () => Math.floor(random() * config.vocabulary));
  const feeds: Record<string, Feed> = {
    theta: { floats: theta, shape: [theta.length] },
    ids: { ids: ids(24), shape: size },
    targets: { ids: ids(24), shape: size },
    weights: { floats: floats(24, () => random() / 8), shape: size },
  };
  if (images) {
    const patches = floats(3 * patchCount(config) * patchSize(config), () => normal(random));
    feeds.patches = { floats: patches, shape: [3, patchCount(config), patchSize(config)] };
  }
  const key = `${objective.kind} ${images} ${tied}`;
  const run = () => runtime.run(key, () => trainingGraph(config, shape, objective), feeds);
  if (objective.kind === 'grpo') {
    feeds.advantages = { floats: floats(3, () => normal(random)), shape: [3, 1] };
    feeds.old = feeds.reference = { floats: new Float32Array(24), shape: size };
    const logp = (await run())('logp');
    feeds.old = { floats: logp.map((x) => x + 0.1 * (random() - 0.5)), shape: size };
    feeds.reference = { floats: logp.map((x) => x + 0.4 * (random() - 0.5)), shape: size };
  }
  const gradient = (await run())('grad').slice();
  const start = theta.slice();
  const pairs: [number, number][] = [];
  for (const random_ of [false, true]) {
    const raw = gradient.map((g) => (random_ ? Math.abs(g) * (random() < 0.5 ? -1 : 1) : g));
    const norm = Math.hypot(...raw);
    const along = async (step: number): Promise<number> => {
      theta.forEach((_, i) => (theta[i] = start[i]! + (step * raw[i]!) / norm));
      return (await run())('loss')[0]!;
    };
    const measured = ((await along(0.01)) - (await along(-0.01))) / 0.02;
    theta.set(start);
    pairs.push([gradient.reduce((sum, g, i) => sum + (g * raw[i]!) / norm, 0), measured]);
  }
  return pairs;
}

describe('the gradient of the whole model', () => {
  const cases: [string, Objective, boolean, boolean][] = [
    ['sft with images', { kind: 'sft' }, true, false],
    ['sft on text alone, tied output', { kind: 'sft' }, false, true],
    ['grpo with images', GRPO, true, false],
  ];
  for (const [name, objective, images, tied] of cases)
    it(`agrees with finite differences: ${name}`, async () => {
      for (const [analytic, measured] of await directional(objective, images, tied)) {
        expect(Math.abs(analytic)).toBeGreaterThan(1e-4);
        expect(Math.abs(analytic - measured)).toBeLessThan(0.02 * Math.abs(analytic) + 2e-4);
      }
    });

  it('exports with its weights, and answers the same outside', async () => {
    const { config, theta } = tinyModel(6);
    const ort = await import('onnxruntime-node');
    const session = await ort.InferenceSession.create(
      exportOnnx(config, theta, { rows: 1, length: 8, images: false }),
    );
    const ids = [2, 270, 266, 3, 265, 1, 0, 0];
    const outside = await session.run({
      ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, 8]),
    });
    const scores = outside.scores!.data as Float32Array;
    const inside = await runtime.run(
      'exported',
      () => trainingGraph(config, { rows: 1, length: 8, images: false }, { kind: 'score', temperature: 1 }),
      {
        theta: { floats: theta, shape: [theta.length] },
        ids: { ids, shape: [1, 8] },
        targets: { ids: [...ids.slice(1), 0], shape: [1, 8] },
      },
    );
    ids.slice(1).forEach((target, i) => {
      const row = scores.slice(i * config.vocabulary, (i + 1) * config.vocabulary);
      const total = row.reduce((sum, score) => sum + Math.exp(score), 0);
      expect(row[target]! - Math.log(total)).toBeCloseTo(inside('logp')[i]!, 4);
    });
    await session.release();
  });

  it('names every parameter once', () => {
    const names = parameterSpecs(tinyModel().config).map((spec) => spec.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
