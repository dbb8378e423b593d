const EPSILON = 1e-6;

/**
 * Group-relative advantages: (r - mean) / (std + epsilon) with the sample standard deviation (GRPO, arXiv 2402.03300).
 * A group whose rewards agree has no gradient: all zero.
 */
export function groupAdvantages(rewards: readonly number[]): readonly number[] {
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  const squares = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, rewards.length - 1));
  return rewards.map((reward) => (isLive(rewards) ? (reward - mean) / (deviation + EPSILON) : 0));
}

/** Whether the rewards of a group differ. */
export const isLive = (rewards: readonly number[]): boolean => new Set(rewards).size > 1;
