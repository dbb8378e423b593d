import type { Model } from './checkpoints/model-folder';
import { inconsistency, initialParameters, type ModelConfig } from './model';
import { encodePrompt, encodeResponse, type PromptParts } from './prompts/prompt';
import { randomStream } from './random';
import { createRuntime, type RuntimeOptions } from './runtime/runtime';
import { generate } from './sampling/generate';
import type { Rollout } from './sequence';
import type { Tokenizer } from './tokenizer';
import type { AdamWOptions } from './train/adamw';
import { grpoStep, type GrpoOptions, type GrpoResult } from './train/grpo';
import { newLearner } from './train/learner';
import { sftStep, type SftResult } from './train/sft';

export interface SftExample extends PromptParts {
  readonly response: string;
}

export interface Answer {
  readonly text: string;
  readonly tokens: number;
  readonly truncated: boolean;
}

export interface AnswerOptions {
  /** Answers a prompt; default 1. */
  readonly count?: number;
  /** Default 0: the best token at each place. */
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

/** A model in training, for scripts: questions and texts in, answers and figures out. */
export interface Trainer {
  readonly model: Model;
  sft(batch: readonly SftExample[], options?: Partial<AdamWOptions>): Promise<SftResult>;
  grpo(
    batch: readonly PromptParts[],
    reward: (answers: readonly (readonly Answer[])[]) => Promise<readonly (readonly number[])[]>,
    options: Partial<Omit<GrpoOptions, 'reward' | 'random'>> & { readonly seed: number },
  ): Promise<GrpoResult>;
  generate(prompts: readonly PromptParts[], options?: AnswerOptions): Promise<readonly (readonly Answer[])[]>;
  close(): Promise<void>;
}

/** A model with fresh parameters. */
export function newModel(config: ModelConfig, tokenizer: Tokenizer, seed: number): Model {
  const wrong = inconsistency(config);
  if (wrong !== undefined) throw new Error(wrong);
  if (config.vocabulary !== tokenizer.size) throw new Error(`\`vocabulary\` must be ${tokenizer.size}.`);
  return { config, tokenizer, theta: initialParameters(config, seed) };
}

/** Trains `model` in place. */
export async function createTrainer(
  model: Model,
  options: RuntimeOptions & { readonly freeze?: readonly 'vision'[] } = {},
): Promise<Trainer> {
  const runtime = await createRuntime(options);
  const { config, tokenizer, theta } = model;
  const learner = newLearner(runtime, config, theta, options);
  const adam = (given: Partial<AdamWOptions>): AdamWOptions => ({
    learningRate: 1e-3,
    weightDecay: 0.01,
    gradClip: 1,
    ...given,
  });
  const answer = (rollout: Rollout): Answer => ({
    text: tokenizer.decode(rollout.tokens),
    tokens: rollout.tokens.length,
    truncated: rollout.truncated,
  });
  const prompts = (batch: readonly PromptParts[]) => batch.map((parts) => encodePrompt(model, parts).prompt);
  return {
    model,
    sft: (batch, given = {}) =>
      sftStep(
        learner,
        batch.map((example) => {
          const { prompt } = encodePrompt(model, example);
          return { prompt, response: encodeResponse(model, prompt, example.response) };
        }),
        adam(given),
      ),
    grpo: (batch, reward, { seed, ...given }) =>
      grpoStep(learner, prompts(batch), {
        group: 8,
        temperature: 1,
        maxTokens: config.text,
        clipLow: 0.2,
        clipHigh: 0.2,
        kl: 0,
        ...adam(given),
        ...given,
        random: (prompt, sample) => randomStream(seed, prompt, sample),
        reward: (rollouts) => reward(rollouts.map((group) => group.map(answer))),
      }),
    generate: async (batch, { count = 1, temperature = 0, maxTokens = config.text, seed = 1 } = {}) => {
      const groups = await generate(runtime, config, theta, prompts(batch), {
        count,
        temperature,
        maxTokens,
        random: (prompt, sample) => randomStream(seed, prompt, sample),
      });
      return groups.map((group) => group.map(answer));
    },
    close: () => runtime.close(),
  };
}
