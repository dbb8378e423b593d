import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as ad from '../../../src/engines/embedded/autodiff';
import { normal } from '../../../src/engines/embedded/random';
import { createRuntime, type Runtime } from '../../../src/engines/embedded/runtime/runtime';
import { gradientError, type GradientCase } from './finite-differences';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime({ threads: 1 });
});
afterAll(() => runtime.close());

/** Not near 0, where the gradient of a rectifier jumps. */
const away = (random: () => number): number => {
  const x = normal(random);
  return x + Math.sign(x) * 0.1;
};
const positive = (random: () => number): number => 0.5 + random();

const CASES: Readonly<Record<string, GradientCase>> = {
  'add, broadcast': {
    shapes: [
      [2, 3, 4],
      [3, 1],
    ],
    build: (g, [a, b]) => ad.add(g, a!, b!),
  },
  'sub, broadcast': {
    shapes: [
      [3, 1],
      [2, 3, 4],
    ],
    build: (g, [a, b]) => ad.sub(g, a!, b!),
  },
  'mul, broadcast': { shapes: [[2, 3, 4], [4]], build: (g, [a, b]) => ad.mul(g, a!, b!) },
  'mul by itself': { shapes: [[5]], build: (g, [a]) => ad.mul(g, a!, a!) },
  scale: { shapes: [[5]], build: (g, [a]) => ad.exp(g, ad.scale(g, a!, 0.5)) },
  neg: { shapes: [[5]], build: (g, [a]) => ad.exp(g, ad.neg(g, a!)) },
  exp: { shapes: [[3, 5]], build: (g, [a]) => ad.exp(g, a!) },
  relu: { shapes: [[3, 5]], draw: away, build: (g, [a]) => ad.relu(g, a!) },
  squaredRelu: { shapes: [[3, 5]], build: (g, [a]) => ad.squaredRelu(g, a!) },
  min: {
    shapes: [
      [3, 4],
      [3, 4],
    ],
    draw: away,
    build: (g, [a, b]) => ad.min(g, a!, ad.scale(g, b!, 2)),
  },
  clip: { shapes: [[4, 4]], build: (g, [a]) => ad.exp(g, ad.clip(g, a!, -0.517, 0.523)) },
  'sum, kept axis': { shapes: [[2, 3, 4]], build: (g, [a]) => ad.exp(g, ad.sum(g, a!, [1], true)) },
  'sum, dropped axes': { shapes: [[2, 3, 4]], build: (g, [a]) => ad.exp(g, ad.sum(g, a!, [0, -1])) },
  sumAll: { shapes: [[2, 3]], build: (g, [a]) => ad.sumAll(g, ad.exp(g, a!)) },
  'reshape, transpose': {
    shapes: [[2, 3, 4]],
    build: (g, [a]) => ad.exp(g, ad.transpose(g, ad.reshape(g, a!, [2, 3, 2, 2]), [2, 0, 3, 1])),
  },
  expand: { shapes: [[2, 1, 3]], build: (g, [a]) => ad.exp(g, ad.expand(g, a!, [2, 4, 3])) },
  concat: {
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: (g, [a, b]) => ad.exp(g, ad.concat(g, [a!, b!], 1)),
  },
  'split, one part unused, one used twice': {
    shapes: [[2, 6]],
    build: (g, [a]) => {
      const [x, y] = ad.split(g, a!, 1, [2, 2, 2]);
      return ad.add(g, ad.mul(g, x!, ad.exp(g, y!)), x!);
    },
  },
  slice: { shapes: [[2, 6]], build: (g, [a]) => ad.exp(g, ad.slice(g, a!, 1, 1, 4)) },
  'gemm with bias': { shapes: [[3, 4], [4, 5], [5]], build: (g, [a, b, c]) => ad.gemm(g, a!, b!, c) },
  softmax: { shapes: [[3, 5]], build: (g, [a]) => ad.softmax(g, a!) },
  logSoftmax: { shapes: [[3, 5]], build: (g, [a]) => ad.logSoftmax(g, a!) },
  rmsNorm: { shapes: [[3, 6], [6]], build: (g, [a, b]) => ad.rmsNorm(g, a!, b!) },
  'embed, repeated ids': {
    shapes: [[5, 3]],
    build: (g, [a]) => ad.exp(g, ad.embed(g, a!, g.integers([1, 4, 1, 0], [2, 2]))),
  },
  pick: { shapes: [[4, 5]], build: (g, [a]) => ad.exp(g, ad.pick(g, a!, g.integers([1, 4, 0, 2]))) },
  'attention with a mask': {
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 3, 4],
      [2, 2, 3, 4],
    ],
    build: (g, [q, k, v]) => {
      const mask = g.constant([0, -1e4, -1e4, 0, 0, -1e4, 0, 0, 0], [1, 1, 3, 3]);
      const scores = ad.add(g, ad.batchMatmul(g, q!, k!, { b: true }, 0.5), mask);
      return ad.batchMatmul(g, ad.softmax(g, scores), v!);
    },
  },
  'a clipped policy ratio': {
    shapes: [[4]],
    draw: positive,
    build: (g, [a]) => {
      const ratio = ad.exp(g, ad.sub(g, a!, g.constant([1.2, 0.3, 0.9, 1], [4])));
      const advantage = g.constant([1, -1, 0.5, -0.3], [4]);
      const clipped = ad.clip(g, ratio, 0.8, 1.2);
      return ad.min(g, ad.mul(g, ratio, advantage), ad.mul(g, clipped, advantage));
    },
  },
};

describe('gradients agree with finite differences', () => {
  for (const [name, gradientCase] of Object.entries(CASES))
    it(name, async () => {
      expect(await gradientError(runtime, name, gradientCase)).toBeLessThan(2e-3);
    });

  for (const a of [false, true])
    for (const b of [false, true]) {
      it(`gemm, transposed ${a} ${b}`, async () => {
        const shapes = [a ? [4, 3] : [3, 4], b ? [5, 4] : [4, 5]];
        const build: GradientCase['build'] = (g, [x, y]) => ad.gemm(g, x!, y!, undefined, { a, b });
        expect(await gradientError(runtime, `gemm${a}${b}`, { shapes, build })).toBeLessThan(2e-3);
      });
      it(`batchMatmul, transposed ${a} ${b}`, async () => {
        const shapes = [a ? [2, 2, 4, 3] : [2, 2, 3, 4], b ? [2, 2, 5, 4] : [2, 2, 4, 5]];
        const build: GradientCase['build'] = (g, [x, y]) => ad.batchMatmul(g, x!, y!, { a, b }, 0.7);
        expect(await gradientError(runtime, `matmul${a}${b}`, { shapes, build })).toBeLessThan(2e-3);
      });
    }
});

describe('graphs', () => {
  it('refuse shapes that do not fit, before anything runs', () => {
    const g = new ad.Graph();
    const a = g.input('a', [2, 3]);
    expect(() => ad.add(g, a, g.input('b', [2, 2]))).toThrow('[2,3] and [2,2] do not broadcast');
    expect(() => ad.reshape(g, a, [7])).toThrow('cannot be reshaped');
  });
});
