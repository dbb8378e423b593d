import { picture, PROMPT } from '../workspace';
import { rows, options, reward, checkout, CHECKOUT_DAYS, MATH_PY, type Planted } from './tools';

/** Mistakes of prompt, reward, signal and of the engine's age. */
export const LEARNING_FAULTS: readonly Planted[] = [
  {
    id: 'F31',
    what: 'another tag in the prompt than the reward looks for',
    plant: (workspace) => {
      reward(MATH_PY)(workspace);
      workspace.write('think.jinja', PROMPT.replaceAll('think>', 'thinking>'));
    },
    code: 'SC390',
    severity: 'warning',
    at: 'think.jinja',
    says: /The reward mine\.py looks for `<think>`, the prompt think\.jinja asks for `<thinking>`/,
    fix: /Write `<think>` in the prompt, or `<thinking>` in the reward/,
  },
  {
    id: 'F31',
    what: 'one tag in the sentence and another in the example, as published',
    plant: (workspace) =>
      workspace.write(
        'think.jinja',
        `${PROMPT.trim()} i.e. <thinking> reasoning </thinking> \\boxed{answer}\n`,
      ),
    code: 'SC390',
    severity: 'warning',
    at: 'think.jinja',
    says: /asks for `<think>` and for `<thinking>`/,
    fix: /Write one of the two/,
  },
  {
    id: 'F31',
    what: 'a prompt that asks for no box',
    plant: (workspace) =>
      workspace.write('think.jinja', '{{ content }} Give the final answer in <answer> </answer>.\n'),
    code: 'SC390',
    severity: 'warning',
    at: 'think.jinja',
    says: /A right answer in the form of think\.jinja gets 0 of 1 from `boxed-answer`: "<answer>41<\/answer>"/,
    fix: /\\boxed\{\}/,
  },
  {
    id: 'F32',
    what: 'gold answers that the reward cannot compare',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index === 11 ? { answer: 'an open { brace' } : {})),
      ),
    code: 'SC380',
    severity: 'warning',
    at: 'd.jsonl:12',
    says: /scores 1 gold answer of `d` below 1 \(of 256 rows tried\), such as `an open \{ brace` in row 12/,
    fix: /where/,
  },
  {
    id: 'F33',
    what: 'rows that are always or never solved',
    plant: (workspace) =>
      workspace.write(
        'd.jsonl',
        rows(256, (index) => ({ pass_rate: index < 100 ? 0 : index < 200 ? 1 : 0.5 })),
      ),
    code: 'SC388',
    severity: 'warning',
    at: 'd',
    says: /78 % of the 256 rows of stage `s` teach nothing: 100 with pass rate 1 and 100 with 0/,
    fix: /where: pass_rate > 0 AND pass_rate < 1/,
  },
  {
    id: 'F34',
    what: 'online filtering over rows that are almost always solved',
    plant: (workspace) => {
      workspace.write(
        'd.jsonl',
        rows(256, () => ({ pass_rate: 0.99 })),
      );
      options('algorithm.online_filtering: true')(workspace);
    },
    code: 'SC444',
    severity: 'warning',
    at: 'true',
    says: /does not fill a batch of 128 in stage `s`: `trainer\.max_try_make_batch` 20 x 128 prompts x 3\.9 % of the groups of 4/,
    fix: /Set `trainer\.max_try_make_batch` to 26 or more/,
  },
  {
    id: 'F35',
    what: 'a time limit by signals',
    plant: reward(
      'import signal\n\ndef score(rewards):\n    signal.alarm(5)\n    return [{"overall": 1.0} for _ in rewards]\n',
    ),
    code: 'SC464',
    severity: 'warning',
    at: 'mine.py:score',
    says: /mine\.py:4 limits its time with `signal\.alarm`/,
    fix: /process of its own with a time limit/,
  },
  {
    id: 'F35',
    what: 'formulas without a time limit',
    plant: reward(
      'from sympy import simplify\n\ndef score(rewards):\n    return [{"overall": float(simplify(one["response"]) == 0)} for one in rewards]\n',
    ),
    code: 'SC465',
    severity: 'info',
    at: 'mine.py:score',
    says: /mine\.py:4 computes with formulas \(`simplify`\) without a time limit/,
    fix: /time limit/,
  },
  {
    id: 'F40',
    what: 'an EasyR1 that loses GPU memory',
    plant: checkout(CHECKOUT_DAYS.winter),
    code: 'SC446',
    severity: 'warning',
    at: 'EasyR1',
    says: /EasyR1 in `home` is of 2025-12-01, and until 2026-07-15 it loses GPU memory/,
    fix: /Update the checkout to 2026-07-15 or later/,
  },
  {
    id: 'F41',
    what: 'more images than the sampler takes',
    plant: (workspace) => {
      workspace.write(
        'd.jsonl',
        rows(256, (index) =>
          index === 20 ? { problem: '<image><image><image>Which?', images: ['a.png', 'a.png', 'a.png'] } : {},
        ),
      );
      options('worker.rollout.limit_images: 2')(workspace);
    },
    code: 'SC443',
    severity: 'error',
    at: '2',
    says: /1 of 256 prompts of stage `s` have more images than `worker\.rollout\.limit_images: 2`: row 21 of `d` has 3 images/,
    fix: /worker\.rollout\.limit_images: 3/,
  },
  {
    id: 'F42',
    what: 'rows with and without images, and an EasyR1 that hangs at them',
    plant: (workspace) => {
      checkout(CHECKOUT_DAYS.old)(workspace);
      workspace.write(
        'd.jsonl',
        rows(256, (index) => (index % 2 === 0 ? { problem: `${index}?`, images: [] } : {})),
      );
    },
    code: 'SC446',
    severity: 'warning',
    at: 'EasyR1',
    says: /EasyR1 in `home` is of 2025-09-01, and until 2025-10-04 it stands still/,
    fix: /Update the checkout to 2025-10-04 or later \(commit a6c3578\)/,
  },
  {
    id: 'F49',
    what: 'a data file that was never filled in',
    plant: (workspace) => workspace.edit('train: d.jsonl', 'train: path/to/train.jsonl'),
    code: 'SC300',
    severity: 'error',
    at: 'path/to/train.jsonl',
    says: /\/path\/to\/train\.jsonl/,
    fix: /./,
  },
  {
    id: 'F51',
    what: 'a high rate without the KL term',
    plant: (workspace) => workspace.edit('gpus: 4', 'gpus: 4, kl: 0, learning_rate: 5e-6'),
    code: 'SC391',
    severity: 'warning',
    at: '0',
    says: /Nothing holds the policy of stage `s`: `kl` is 0, and `learning_rate` is 0\.000005/,
    fix: /Set `kl` above 0/,
  },
  {
    id: 'F52',
    what: 'responses longer than the limit',
    plant: (workspace) => {
      workspace.write(
        'd.jsonl',
        rows(256, (index) => ({ predictions: ['a'.repeat(3000), 'b'.repeat(10 + index)] })),
      );
      workspace.edit('gpus: 4', 'gpus: 4, max_response_length: 512');
    },
    code: 'SC389',
    severity: 'warning',
    at: '512',
    says: /longer than `max_response_length` 512 of stage `s`: of 512 texts in `predictions`, 95 % have up to 3000 characters, about 1000 tokens/,
    fix: /Set `max_response_length` to 1024 or more/,
  },
  {
    id: 'F53',
    what: 'a batch of a few prompts',
    plant: (workspace) => workspace.edit('batch: 128', 'batch: 32'),
    code: 'SC392',
    severity: 'warning',
    at: '32',
    says: /A step of stage `s` has only 32 prompts/,
    fix: /Set `batch` to 128 or more/,
  },
  {
    id: 'F54',
    what: 'videos, and an EasyR1 that cannot read them for Qwen3-VL',
    plant: (workspace) => {
      checkout(CHECKOUT_DAYS.winter)(workspace);
      workspace.write(
        'd.jsonl',
        rows(256, () => ({ videos: [] })),
      );
    },
    code: 'SC446',
    severity: 'warning',
    at: 'EasyR1',
    says: /until 2026-03-10 it cannot read videos for Qwen3-VL/,
    fix: /commit 6842bb2/,
  },
  {
    id: 'F55',
    what: 'images that take long to open',
    plant: async (workspace) => {
      workspace.write('pictures/a.png', await picture(9000, 9000));
      workspace.write('v.jsonl', rows(8));
      options('data.filter_overlong_prompts_workers: 1')(workspace);
    },
    code: 'SC445',
    severity: 'info',
    at: '1',
    says: /EasyR1 opens 256 images of stage `s`, 20,736 megapixels in all, before its first step, with 1 processes?/,
    fix: /Save the images smaller/,
  },
];
