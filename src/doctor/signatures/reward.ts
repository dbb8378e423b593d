import { statement } from '../text/statement';
import type { Signature } from './types';

/** Failures of prompt, reward and the signal they give. */
export const REWARD_SIGNATURES: readonly Signature[] = [
  {
    id: 'F30',
    title: 'Format prompt was not found',
    kind: 'silent',
    message: 'Training goes on without the format prompt, so no answer has the format',
    cause:
      'The path is relative to the folder in which the engine starts; a file that is not there is dropped silently.',
    fix: 'Give `prompt` (and a chat template) as a path that exists from where the engine starts, best an absolute one.',
    key: '/prompt',
    lines: [
      {
        has: 'Format prompt file',
        pattern: statement('Format prompt file .{0,1000} not found\\.'),
        says: () => 'The file of the format prompt was not found: training goes on without it',
      },
      {
        has: 'Chat template file',
        pattern: statement('Chat template file .{0,1000} not found\\.'),
        says: () => 'The file of the chat template was not found: training goes on without it',
      },
    ],
  },
  {
    id: 'F31',
    title: 'Format reward stays at 0',
    kind: 'silent',
    message: 'No response gets the format reward',
    cause:
      'The prompt asks for one form and the reward checks another: other tags, a match of the whole text, a missing `\\boxed`.',
    fix: 'Let prompt and reward agree: a response that follows the prompt’s own example must get format 1 (`stagecraft sample` shows it).',
    key: '/prompt',
    lines: [],
  },
  {
    id: 'F32',
    title: 'Accuracy reward stays at 0',
    kind: 'silent',
    message: 'Responses have the right form, but none counts as right',
    cause:
      'Answers and grader disagree: a letter against the text of the option, units, a list, another notation.',
    fix: 'Grade the gold answers themselves: each must score 1 (`stagecraft check` does that). Correct the answers or the reward.',
    key: '/reward',
    lines: [],
  },
  {
    id: 'F33',
    title: 'All groups have equal rewards',
    kind: 'silent',
    message: 'The responses to a prompt all get the same reward, so there is no gradient',
    cause:
      'Rows that the model always or never solves teach nothing: the advantage is the difference from the mean of the group.',
    fix: 'Train on rows with a pass rate between 0 and 1 (`where: pass_rate > 0 AND pass_rate < 1`), raise `temperature` or `rollouts`.',
    key: 'where',
    // Single steps of this kind are usual; the figures in the log are judged as metrics are.
    lines: [],
  },
  {
    id: 'F34',
    title: 'Online filtering leaves no batch',
    kind: 'fatal',
    message: 'Online filtering throws away so many groups that no batch comes together',
    cause:
      'Too few rows have rewards between the thresholds: they are too easy, too hard, or the reward is broken.',
    fix: 'Raise `trainer.max_try_make_batch`, widen `algorithm.filter_low` and `filter_high`, or choose rows by their pass rate.',
    key: { easyr1: 'engine_options.trainer.max_try_make_batch' },
    lines: [
      {
        has: 'No sample is kept after filtering',
        pattern: statement('No sample is kept after filtering\\. Please check your data'),
      },
      {
        has: 'Generated too many. Please check your data',
        pattern: statement('.{0,120}?Generated too many\\. Please check your data'),
      },
      {
        has: 'num_try_make_batch=',
        pattern: statement('num_try_make_batch=(\\d{1,9})\\. Continue generating'),
        // A second draw is what online filtering costs; from the third on it keeps less than a third of the groups.
        when: (match) => Number(match[1]) >= 3,
        says: (match) => `After ${match[1] ?? ''} draws online filtering has not filled the batch`,
        severity: 'warning',
      },
    ],
  },
  {
    id: 'F35',
    title: 'Reward function hangs',
    kind: 'hang',
    message: 'Grading an answer takes too long',
    cause:
      'A symbolic comparison (sympy, math-verify) can run for ever on a strange answer; a timeout by signal works only in the main thread.',
    fix: 'Grade in a process with a time limit, and refuse very long or nested expressions before they are compared.',
    key: '/reward',
    lines: [
      {
        has: 'TimeoutException',
        pattern: statement('(?:raise )?(?:\\w[\\w.]{0,80}\\.)?TimeoutException\\b'),
      },
      { has: 'math_verify', pattern: /math_verify.{0,1000}[Tt]imeout/ },
      {
        has: 'signal only works in main thread',
        pattern: statement('signal only works in main thread'),
        says: () => 'The time limit of the reward does not work: signals reach the main thread only',
      },
    ],
  },
];
