import type { Sequence } from '../sequence';
import { adamW, type AdamWOptions } from './adamw';
import { microBatches, tokenFeed } from './micro-batches';
import { accumulate, runPass } from './policy';
import type { Learner } from './learner';

export interface SftResult {
  /** Mean negative log-likelihood of a response token, in nats. */
  readonly loss: number;
  readonly gradNorm: number;
  /** Response tokens of the batch. */
  readonly tokens: number;
}

/** One step of supervised fine-tuning: every response token of the batch weighs the same. */
export async function sftStep(
  learner: Learner,
  batch: readonly Sequence[],
  options: AdamWOptions,
): Promise<SftResult> {
  const { runtime, config, theta, optimizer, ranges } = learner;
  const tokens = batch.reduce((sum, { response }) => sum + response.length, 0);
  const gradient = new Float32Array(theta.length);
  let loss = 0;
  for (const pass of microBatches(config, batch)) {
    const weights = tokenFeed(pass, batch, () => 1 / tokens);
    const result = await runPass(runtime, config, theta, { kind: 'sft' }, pass, batch, { weights });
    loss += result('loss')[0] ?? 0;
    accumulate(gradient, result('grad'));
  }
  return { loss, gradNorm: adamW(theta, gradient, optimizer, ranges, options), tokens };
}
