import type { RewardRef } from '../language';
import { BUILTIN_REWARDS, builtinReward, isBuiltinReward } from './builtin';
import { RewardError } from './error';
import { startPythonReward, type PythonRewardOptions } from './python/reward-process';
import type { Reward } from './types';

export type OpenRewardOptions = PythonRewardOptions;

/**
 * Makes a reward ready to score: built-in ones at once, a Python one in a child process that is ended by `close()`.
 * Rejects with a `RewardError` that names the fix.
 */
export async function openReward(ref: RewardRef, options: OpenRewardOptions = {}): Promise<Reward> {
  if (ref.kind === 'python') return startPythonReward(ref.path, ref.function, options);
  if (isBuiltinReward(ref.name)) return builtinReward(ref.name);
  throw new RewardError('SC460', `there is no built-in reward ${ref.name}`, {
    hint: `use one of ${Object.keys(BUILTIN_REWARDS).join(', ')}, or file.py:function`,
  });
}
