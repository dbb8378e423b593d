import type { RewardTrial } from '../reward-trial';
import { counted } from '../figures';
import { looked, type Looked } from './result';

/** What the curriculum's own reward function gave to its gold answers; nothing where a built-in one is used. */
export function checkRewardTrial(trial: RewardTrial | undefined): readonly Looked[] {
  if (trial === undefined) return [];
  const { name, tried, rows, problems } = trial;
  const words =
    rows === 0
      ? `${name} could not be tried`
      : `${name} was given ${tried < rows ? `${tried.toLocaleString('en-US')} of ` : ''}${counted(rows, 'gold answer')}${tried < rows ? ' in the time there was' : ''}`;
  return [looked('reward', 'Gold answers', problems.length === 0 ? `${words}, each got 1` : words, problems)];
}
