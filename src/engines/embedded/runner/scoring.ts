import type { Reward, RewardScore } from '../../../rewards';
import { UserError } from '../errors';
import type { Rollout } from '../sequence';
import type { Tokenizer } from '../tokenizer';

/** The scores of each response, group by group; every overall score is finite. */
export async function scoreGroups(
  reward: Reward,
  tokenizer: Tokenizer,
  rollouts: readonly (readonly Rollout[])[],
  golds: readonly string[],
): Promise<readonly (readonly RewardScore[])[]> {
  const flat = await reward.score(
    rollouts.flatMap((group, prompt) =>
      group.map(({ tokens }) => ({
        response: tokenizer.decode(tokens),
        responseLength: tokens.length,
        groundTruth: golds[prompt] ?? '',
      })),
    ),
  );
  const bad = flat.find(({ overall }) => !Number.isFinite(overall));
  const expected = rollouts.reduce((sum, group) => sum + group.length, 0);
  if (bad !== undefined || flat.length !== expected)
    throw new UserError(
      bad === undefined
        ? `The reward ${reward.name} gave ${flat.length} scores for ${expected} responses`
        : `The reward ${reward.name} gave a score that is not a number`,
      { hint: 'A reward function returns, for each response, a mapping with a finite `overall`.' },
    );
  let from = 0;
  return rollouts.map((group) => flat.slice(from, (from += group.length)));
}

/** Means over all responses of every part of the score. `overall` is called `reward`. */
export function meanScores(groups: readonly (readonly RewardScore[])[]): Readonly<Record<string, number>> {
  const sums = new Map<string, { total: number; count: number }>();
  for (const score of groups.flat())
    for (const [part, value] of Object.entries(score)) {
      if (!Number.isFinite(value)) continue;
      const name = part === 'overall' ? 'reward' : part;
      const { total, count } = sums.get(name) ?? { total: 0, count: 0 };
      sums.set(name, { total: total + value, count: count + 1 });
    }
  return Object.fromEntries([...sums].map(([name, { total, count }]) => [name, total / count]));
}
