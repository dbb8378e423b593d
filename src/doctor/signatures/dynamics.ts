import { statement } from '../text/statement';
import { doubled, numberOf, rounded } from './settings';
import type { Signature } from './types';

/** Failures that the curves show. */
export const DYNAMICS_SIGNATURES: readonly Signature[] = [
  {
    id: 'F51',
    title: 'Training diverges',
    kind: 'quality',
    message: 'The policy runs away from where it began',
    cause:
      'Steps are too large for what holds the policy to its start: learning rate too high, KL coefficient too low or 0, clip range too wide.',
    fix: 'Lower `learning_rate`, raise `kl`, tighten `clip` and `grad_clip`; continue from a checkpoint before the break.',
    key: 'learning_rate',
    lines: [
      {
        has: 'Gradient norm is not finite',
        pattern: statement('Gradient norm is not finite\\. Skip update'),
        says: () => 'The gradient is not a finite number',
      },
      {
        has: 'grad_norm',
        // EasyR1's console prints its metrics as YAML, one a line.
        pattern: /^(?:actor\/)?grad_norm['"]?: (?:\.?nan|\.?NaN|!!float '\.?nan')\s*$/,
        says: () => 'The gradient is not a number',
      },
    ],
    suggest: (settings) => {
      const rate = numberOf(settings, 'learning_rate');
      return rate === undefined ? undefined : rounded(rate / 10);
    },
  },
  {
    id: 'F52',
    title: 'Responses are cut at the length limit',
    kind: 'quality',
    message: 'Many responses end at the length limit, before their answer',
    cause:
      '`max_response_length` is shorter than what the model wants to write, so the end with the answer is lost.',
    fix: 'Raise `max_response_length`, or punish responses that are too long.',
    key: 'max_response_length',
    lines: [],
    suggest: (settings) => doubled(numberOf(settings, 'max_response_length')),
  },
  {
    id: 'F53',
    title: 'Reward does not rise',
    kind: 'quality',
    message: 'After 30 steps the reward has not risen',
    cause:
      'The signal is smaller than its noise: tiny batches, a learning rate that is too low, rows that are too easy or too hard.',
    fix: 'Use larger batches (the paper: 512 prompts, updates of 128), check the learning rate, choose rows by their pass rate.',
    key: 'batch',
    lines: [],
    suggest: (settings) => {
      const batch = numberOf(settings, 'batch');
      return batch === undefined || batch >= 128 ? undefined : Math.min(batch * 4, 512);
    },
  },
];
