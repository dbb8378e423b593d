import { generate } from '../sampling/generate';
import type { Prompt, Rollout, Sequence } from '../sequence';
import { adamW, type AdamWOptions } from './adamw';
import { groupAdvantages, isLive } from './advantages';
import type { Learner } from './learner';
import { microBatches, tokenFeed, tokenValues } from './micro-batches';
import { accumulate, logProbabilities, runPass } from './policy';

export interface GrpoOptions extends AdamWOptions {
  /** Responses a prompt; at least 2. */
  readonly group: number;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly clipLow: number;
  readonly clipHigh: number;
  /** KL coefficient; above 0 `reference` must be given. */
  readonly kl: number;
  /** Parameters of the policy that KL is measured to. */
  readonly reference?: Float32Array;
  /** Updates on the same rollouts; the ratio is only ever clipped from the second on. */
  readonly updates?: number;
  readonly random: (prompt: number, sample: number) => () => number;
  /** The reward of each response, group by group. */
  readonly reward: (rollouts: readonly (readonly Rollout[])[]) => Promise<readonly (readonly number[])[]>;
}

export interface GrpoResult {
  readonly rollouts: readonly (readonly Rollout[])[];
  readonly rewards: readonly (readonly number[])[];
  readonly loss: number;
  /** Mean k3 estimate a token, when a KL coefficient is given. */
  readonly kl?: number;
  /** Share of tokens whose ratio left the clip range, in the last update. */
  readonly clipFraction: number;
  readonly gradNorm: number;
  readonly liveGroups: number;
  readonly samplingSeconds: number;
}

/** Samples groups of responses, has them rewarded, and makes one step (or `updates`) on them. */
export async function grpoStep(
  learner: Learner,
  prompts: readonly Prompt[],
  options: GrpoOptions,
): Promise<GrpoResult> {
  const { runtime, config, theta } = learner;
  const started = performance.now();
  const rollouts = await generate(runtime, config, theta, prompts, { ...options, count: options.group });
  const samplingSeconds = (performance.now() - started) / 1000;
  const rewards = await options.reward(rollouts);
  const live = rewards.filter(isLive).length / prompts.length;
  const update = await improve(learner, experiences(prompts, rollouts, rewards), options);
  return { rollouts, rewards, ...update, liveGroups: live, samplingSeconds };
}

interface Experience extends Sequence {
  readonly advantage: number;
  readonly old: readonly number[];
}

function experiences(
  prompts: readonly Prompt[],
  rollouts: readonly (readonly Rollout[])[],
  rewards: readonly (readonly number[])[],
): readonly Experience[] {
  return prompts.flatMap((prompt, p) => {
    const advantages = groupAdvantages(rewards[p] ?? []);
    return (rollouts[p] ?? []).map((rollout, i) => ({
      prompt,
      response: rollout.tokens,
      advantage: advantages[i] ?? 0,
      old: rollout.logp,
    }));
  });
}

async function improve(
  learner: Learner,
  all: readonly Experience[],
  options: GrpoOptions,
): Promise<Pick<GrpoResult, 'loss' | 'kl' | 'clipFraction' | 'gradNorm'>> {
  const { runtime, config, theta, optimizer, ranges } = learner;
  const { kl, temperature, clipLow, clipHigh } = options;
  // Tokens weigh the same over the whole batch, also those of groups that have no gradient and are not computed.
  const tokens = all.reduce((sum, { response }) => sum + response.length, 0);
  const batch = kl > 0 ? all : all.filter(({ advantage }) => advantage !== 0);
  const passes = microBatches(config, batch);
  const reference =
    kl > 0 && options.reference !== undefined
      ? await logProbabilities(runtime, config, options.reference, temperature, passes, batch)
      : undefined;
  let loss = 0;
  let gradNorm = 0;
  let clipped = 0;
  let divergence = 0;
  for (let update = 0; update < (options.updates ?? 1); update++) {
    const gradient = new Float32Array(theta.length);
    loss = clipped = divergence = 0;
    for (const pass of passes) {
      const result = await runPass(
        runtime,
        config,
        theta,
        { kind: 'grpo', temperature, clipLow, clipHigh, kl },
        pass,
        batch,
        {
          weights: tokenFeed(pass, batch, () => 1 / tokens),
          old: tokenFeed(pass, batch, (member, token) => batch[member]?.old[token] ?? 0),
          advantages: {
            floats: Float32Array.from(
              { length: pass.shape.rows },
              (_, row) => batch[pass.members[row] ?? -1]?.advantage ?? 0,
            ),
            shape: [pass.shape.rows, 1],
          },
          ...(kl > 0
            ? { reference: tokenFeed(pass, batch, (member, token) => reference?.[member]?.[token] ?? 0) }
            : {}),
        },
      );
      loss += result('loss')[0] ?? 0;
      accumulate(gradient, result('grad'));
      tokenValues(pass, batch, result('logp')).forEach((logp, row) => {
        const member = pass.members[row] ?? -1;
        logp.forEach((value, token) => {
          const ratio = Math.exp(value - (batch[member]?.old[token] ?? value));
          if (ratio < 1 - clipLow || ratio > 1 + clipHigh) clipped += 1;
          const difference = (reference?.[member]?.[token] ?? value) - value;
          divergence += Math.exp(difference) - difference - 1;
        });
      });
    }
    gradNorm = adamW(theta, gradient, optimizer, ranges, options);
  }
  return {
    loss,
    gradNorm,
    clipFraction: tokens === 0 ? 0 : clipped / tokens,
    ...(kl > 0 ? { kl: divergence / tokens } : {}),
  };
}
