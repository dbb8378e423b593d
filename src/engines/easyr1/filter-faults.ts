import type { Easyr1Fault } from './faults';
import { valueOf, type Easyr1Stage } from './numbers';

/** What the built-in rewards return for a response. */
const PARTS: readonly string[] = ['overall', 'format', 'accuracy'];

/** Online filtering looks at a part of the reward, which must be one that the reward has. */
export function filterFaults(stage: Easyr1Stage): readonly Easyr1Fault[] {
  if (valueOf(stage, 'algorithm.online_filtering') !== true) return [];
  const key = valueOf(stage, 'algorithm.filter_key');
  const [low, high] = ['algorithm.filter_low', 'algorithm.filter_high'].map((name) => valueOf(stage, name));
  return [
    ...(stage.reward?.kind === 'builtin' && typeof key === 'string' && !PARTS.includes(key)
      ? [
          {
            code: 'SC427',
            message: `The reward \`${stage.reward.name}\` has no part \`${key}\` that \`algorithm.filter_key\` could look at`,
            hint: `Write one of ${PARTS.map((part) => `\`${part}\``).join(', ')}.`,
          } as const,
        ]
      : []),
    ...(typeof low === 'number' && typeof high === 'number' && low >= high
      ? [
          {
            code: 'SC427',
            message: `Online filtering keeps groups whose mean lies between \`algorithm.filter_low\` ${low} and \`algorithm.filter_high\` ${high}: none does`,
            hint: 'Leave both out: EasyR1 takes 0.01 and 0.99.',
          } as const,
        ]
      : []),
  ];
}
