import type { Sample } from '../../../data';
import type { EngineEvent } from '../../../protocol';
import type { Reward, RewardScore } from '../../../rewards';
import type { Model } from '../checkpoints/model-folder';
import { encodeResponse } from '../prompts/prompt';
import { randomStream } from '../random';
import type { Rollout } from '../sequence';
import { grpoStep } from '../train/grpo';
import type { Learner } from '../train/learner';
import { sftStep } from '../train/sft';
import type { PromptMaker } from './prompts';
import { learningRate, STREAM } from './schedule';
import { meanScores, scoreGroups } from './scoring';
import type { TrainSpec } from './spec';

/** What a step needs besides its rows. */
export interface StepContext {
  readonly spec: TrainSpec;
  readonly model: Model;
  readonly learner: Learner;
  readonly prompts: PromptMaker;
  readonly reward: Reward;
  /** Parameters at the stage's start, when there is a KL coefficient. */
  readonly reference?: Float32Array;
}

export interface StepResult {
  readonly metrics: Readonly<Record<string, number>>;
  readonly samples: readonly Extract<EngineEvent, { type: 'sample' }>['sample'][];
}

/** One training step on the given rows, by the stage's method. */
export async function trainStep(
  context: StepContext,
  rows: readonly Sample[],
  step: number,
): Promise<StepResult> {
  const started = performance.now();
  const { learning_rate: peak, warmup_steps: warmup, method } = context.spec.settings;
  const rate = learningRate(peak, warmup, step);
  const result = await (method === 'sft' ? supervised : reinforced)(context, rows, step, rate);
  return {
    ...result,
    metrics: {
      ...result.metrics,
      learning_rate: rate,
      step_seconds: (performance.now() - started) / 1000,
    },
  };
}

async function supervised(
  { spec, model, learner, prompts }: StepContext,
  rows: readonly Sample[],
  _step: number,
  rate: number,
): Promise<StepResult> {
  const batch = await Promise.all(
    rows.map(async (row) => {
      const prompt = await prompts.prompt(row);
      const response = encodeResponse(model, prompt, row.response ?? row.answer);
      return { prompt, response: response.slice(0, spec.settings.max_response_length) };
    }),
  );
  const { loss, gradNorm } = await sftStep(learner, batch, optimizerOptions(spec, rate));
  return { metrics: { loss, grad_norm: gradNorm }, samples: [] };
}

async function reinforced(
  { spec, model, learner, prompts, reward, reference }: StepContext,
  rows: readonly Sample[],
  step: number,
  rate: number,
): Promise<StepResult> {
  const { settings, options } = spec;
  const golds = rows.map(({ answer }) => answer);
  let scores: readonly (readonly RewardScore[])[] = [];
  const result = await grpoStep(learner, await Promise.all(rows.map((row) => prompts.prompt(row))), {
    ...optimizerOptions(spec, rate),
    group: settings.rollouts,
    temperature: settings.temperature,
    maxTokens: settings.max_response_length,
    clipLow: settings.clip,
    clipHigh: settings.clip_high ?? settings.clip,
    kl: settings.kl,
    ...(reference === undefined ? {} : { reference }),
    updates: options.updates,
    random: (prompt, sample) => randomStream(settings.seed, STREAM.rollout, step, prompt, sample),
    reward: async (rollouts) => {
      scores = await scoreGroups(reward, model.tokenizer, rollouts, golds);
      return scores.map((group) => group.map(({ overall }) => overall));
    },
  });
  const all = result.rollouts.flat();
  const tokens = all.reduce((sum, rollout) => sum + rollout.tokens.length, 0);
  const entropy = all.reduce((sum, rollout) => sum + rollout.entropy, 0);
  const metrics = {
    ...meanScores(scores),
    loss: result.loss,
    ...(result.kl === undefined ? {} : { kl: result.kl }),
    entropy: entropy / tokens,
    clip_fraction: result.clipFraction,
    grad_norm: result.gradNorm,
    response_length: tokens / all.length,
    live_groups: result.liveGroups,
    truncated: all.filter(({ truncated }) => truncated).length / all.length,
    tokens_per_second: tokens / Math.max(1e-6, result.samplingSeconds),
  };
  return { metrics, samples: exhibit(model, rows, result.rollouts, scores, step) };
}

const optimizerOptions = ({ settings }: TrainSpec, rate: number) => ({
  learningRate: rate,
  weightDecay: settings.weight_decay,
  gradClip: settings.grad_clip,
});

/** The best and, if it scored less, the worst response of one prompt of the step, each step another one. */
function exhibit(
  { tokenizer }: Model,
  rows: readonly Sample[],
  rollouts: readonly (readonly Rollout[])[],
  scores: readonly (readonly RewardScore[])[],
  step: number,
): StepResult['samples'] {
  const index = step % rows.length;
  const row = rows[index];
  const group = scores[index] ?? [];
  if (row === undefined) return [];
  const ranked = group.map((score, i) => ({ score, i })).sort((a, b) => b.score.overall - a.score.overall);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  const images = row.images.flatMap((image) => (image.kind === 'file' ? [image.path] : []));
  const shown = best?.score.overall === worst?.score.overall ? [best] : [best, worst];
  return shown.flatMap((chosen) =>
    chosen === undefined
      ? []
      : [
          {
            row: row.id,
            question: row.question,
            gold: row.answer,
            response: tokenizer.decode(rollouts[index]?.[chosen.i]?.tokens ?? []),
            reward: chosen.score,
            ...(images.length === 0 ? {} : { images }),
          },
        ],
  );
}
