/** The rewards that need no file; the rewards layer implements each of them. */
export const BUILTIN_REWARDS = {
  'boxed-answer': {
    doc:
      'The answer inside the last `\\boxed{}` is compared with the gold answer, mathematics by value; a small part of ' +
      'the reward is for the format (a `<think>` trace, then a boxed answer).',
  },
  'exact-match': { doc: 'The whole answer equals the gold answer, but for case and surrounding space.' },
  choice: { doc: 'The option letter that the response chooses equals the gold letter or option.' },
} as const;

export type BuiltinReward = keyof typeof BUILTIN_REWARDS;
export const DEFAULT_REWARD: BuiltinReward = 'boxed-answer';
