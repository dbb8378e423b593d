import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model, SftExample } from '../../../src/engines/embedded';
import { encodePrompt } from '../../../src/engines/embedded/prompts/prompt';
import { randomStream } from '../../../src/engines/embedded/random';
import { createRuntime, type Runtime } from '../../../src/engines/embedded/runtime/runtime';
import { generate } from '../../../src/engines/embedded/sampling/generate';
import type { Prompt, Rollout } from '../../../src/engines/embedded/sequence';
import { EOS } from '../../../src/engines/embedded/tokenizer';
import { microBatches } from '../../../src/engines/embedded/train/micro-batches';
import { logProbabilities } from '../../../src/engines/embedded/train/policy';
import { examples, tinyModel } from '../support/tiny';
import { sampleWithoutCache } from './uncached';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime({ threads: 1, sessions: 100 });
});
afterAll(() => runtime.close());

const promptsOf = (model: Model, batch: readonly SftExample[]): readonly Prompt[] =>
  batch.map((example) => encodePrompt(model, example).prompt);
const random = (prompt: number, sample: number) => randomStream(9, prompt, sample);

describe('decoding from cached keys', { timeout: 240_000 }, () => {
  it('draws exactly the samples that whole-sequence passes draw, across growths of the cache', async () => {
    const model = tinyModel(4);
    const prompts = promptsOf(model, examples(model, 3, 2));
    const options = { count: 2, temperature: 1, maxTokens: 20, random };
    const cached = await generate(runtime, model.config, model.theta, prompts, options);
    const whole = await sampleWithoutCache(runtime, model, prompts, options);
    expect(cached.map((group) => group.map((r) => r.tokens))).toEqual(whole);
    expect(Math.max(...cached.flat().map((r) => r.tokens.length))).toBeGreaterThan(16);
  });

  it('gives the log-probabilities that training computes', async () => {
    const model = tinyModel(5);
    const prompts = promptsOf(model, examples(model, 6, 3));
    const groups = await generate(runtime, model.config, model.theta, prompts, {
      count: 4,
      temperature: 0.7,
      maxTokens: 12,
      random,
    });
    const batch = groups.flatMap((group, p) =>
      group.map((rollout: Rollout) => ({
        prompt: prompts[p]!,
        response: rollout.tokens,
        logp: rollout.logp,
      })),
    );
    const passes = microBatches(model.config, batch);
    const logp = await logProbabilities(runtime, model.config, model.theta, 0.7, passes, batch);
    batch.forEach((sequence, i) =>
      sequence.logp.forEach((value, token) => expect(Math.abs(value - logp[i]![token]!)).toBeLessThan(1e-4)),
    );
  });

  it('does not depend on what else is in the batch', async () => {
    const model = tinyModel(6);
    const prompts = promptsOf(model, examples(model, 4, 4));
    const options = { count: 2, temperature: 1, maxTokens: 10 };
    const together = await generate(runtime, model.config, model.theta, prompts, { ...options, random });
    for (const [index, prompt] of prompts.entries()) {
      const alone = await generate(runtime, model.config, model.theta, [prompt], {
        ...options,
        random: (_, sample) => random(index, sample),
      });
      expect(alone[0]!.map((r) => r.tokens)).toEqual(together[index]!.map((r) => r.tokens));
    }
  });

  it('stops at the end token, at the limit and at the end of the context', async () => {
    const model = tinyModel(7);
    const prompts = promptsOf(model, examples(model, 3, 5));
    const [limited, full] = await Promise.all(
      [3, 1000].map((maxTokens) =>
        generate(runtime, model.config, model.theta, prompts, {
          count: 4,
          temperature: 1,
          maxTokens,
          random,
        }),
      ),
    );
    for (const rollout of limited!.flat()) {
      expect(rollout.tokens.length).toBeLessThanOrEqual(3);
      expect(rollout.truncated).toBe(rollout.tokens.at(-1) !== EOS);
    }
    full!.forEach((group, p) =>
      group.forEach((rollout) => {
        const used = rollout.tokens.length + prompts[p]!.tokens.length;
        expect(rollout.tokens.at(-1) === EOS || used === model.config.text).toBe(true);
        expect(rollout.tokens.slice(0, -1)).not.toContain(EOS);
      }),
    );
  });
});
