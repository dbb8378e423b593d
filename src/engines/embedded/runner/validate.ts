import type { Sample } from '../../../data';
import type { Reward } from '../../../rewards';
import type { Model } from '../checkpoints/model-folder';
import { randomStream } from '../random';
import type { Runtime } from '../runtime/runtime';
import { generate } from '../sampling/generate';
import type { Prompt } from '../sequence';
import type { RunnerContext } from './context';
import { STREAM } from './schedule';
import { meanScores, scoreGroups } from './scoring';
import type { TrainSpec } from './spec';

export interface ValidationSet {
  readonly samples: readonly Sample[];
  readonly prompts: readonly Prompt[];
}

export type ValidationScore = Readonly<Record<'val_reward' | 'val_accuracy', number>>;

/**
 * Mean reward and accuracy of `validation_samples` answers to each row, drawn at the training temperature (mean@k). The
 * same random numbers every time: two validations differ by the weights only.
 */
export async function validate(
  runtime: Runtime,
  { config, tokenizer, theta }: Model,
  { samples, prompts }: ValidationSet,
  spec: TrainSpec,
  reward: Reward,
  { emit }: RunnerContext,
): Promise<ValidationScore> {
  const { temperature, max_response_length: maxTokens, seed } = spec.settings;
  const rollouts = await generate(runtime, config, theta, prompts, {
    count: spec.options.validation_samples,
    temperature,
    maxTokens,
    random: (prompt, sample) => randomStream(seed, STREAM.validation, prompt, sample),
    onProgress: (done) => emit({ type: 'progress', phase: 'validate', done, total: prompts.length }),
  });
  const golds = samples.map(({ answer }) => answer);
  const means = meanScores(await scoreGroups(reward, tokenizer, rollouts, golds));
  const { reward: overall = 0 } = means;
  return { val_reward: overall, val_accuracy: means.accuracy ?? overall };
}
