import { describe, expect, it } from 'vitest';
import { createTrainer } from '../../../src/engines/embedded';
import { examples, tinyModel } from '../support/tiny';

/** Weights after a few steps of both methods. */
async function trained(threads: number, seed = 1): Promise<Float32Array> {
  const model = tinyModel(2);
  const trainer = await createTrainer(model, { threads });
  for (let step = 0; step < 2; step++) await trainer.sft(examples(model, 16, step), { learningRate: 3e-3 });
  const reference = model.theta.slice();
  await trainer.grpo(
    examples(model, 4, 100),
    (groups) => Promise.resolve(groups.map((group) => group.map(({ text }) => text.length % 3))),
    { seed, group: 4, maxTokens: 6, kl: 0.05, reference, updates: 2 },
  );
  await trainer.close();
  return model.theta;
}

describe('training', { timeout: 240_000 }, () => {
  it('gives bit-identical weights for one seed, on one thread and on two', async () => {
    const [first, again, two, other] = [
      await trained(1),
      await trained(1),
      await trained(2),
      await trained(1, 50),
    ];
    expect(Buffer.from(again.buffer).equals(Buffer.from(first.buffer))).toBe(true);
    expect(Buffer.from(two.buffer).equals(Buffer.from(first.buffer))).toBe(true);
    expect(Buffer.from(other.buffer).equals(Buffer.from(first.buffer))).toBe(false);
  });

  it('learns: supervised loss falls, and rewarded answers become more likely', async () => {
    const model = tinyModel(3, { width: 32, heads: 2 });
    const trainer = await createTrainer(model, { threads: 1 });
    const losses: number[] = [];
    for (let step = 0; step < 60; step++)
      losses.push((await trainer.sft(examples(model, 16, step % 8), { learningRate: 5e-3 })).loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);

    const batch = examples(model, 8, 77);
    const likes = (groups: readonly (readonly { text: string }[])[]) =>
      groups.map((group) => group.map(({ text }) => Number(text.startsWith('1'))));
    const share = async (): Promise<number> => {
      const groups = await trainer.generate(batch, { count: 8, temperature: 1, maxTokens: 4, seed: 4 });
      return (
        likes(groups)
          .flat()
          .reduce((sum, x) => sum + x, 0) / 64
      );
    };
    const before = await share();
    for (let step = 0; step < 30; step++)
      await trainer.grpo(batch, (groups) => Promise.resolve(likes(groups)), {
        seed: step,
        group: 8,
        maxTokens: 4,
        learningRate: 3e-3,
      });
    expect(await share()).toBeGreaterThan(before + 0.2);
    await trainer.close();
  });

  it('does not depend on the order of the rows in a batch', async () => {
    const results = [];
    for (const reverse of [false, true]) {
      const model = tinyModel(4);
      const batch = examples(model, 12, 1);
      const trainer = await createTrainer(model, { threads: 1 });
      results.push(await trainer.sft(reverse ? batch.reverse() : batch));
      await trainer.close();
    }
    expect(results[1]!.loss).toBeCloseTo(results[0]!.loss, 4);
    expect(results[1]!.gradNorm).toBeCloseTo(results[0]!.gradNorm, 3);
  });
});
