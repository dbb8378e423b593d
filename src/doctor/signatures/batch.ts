import { statement } from '../text/statement';
import { divisorBelow, halved, numberOf, optionOf } from './settings';
import type { Settings, Signature } from './types';

const rolloutsTotal = (settings: Settings): number | undefined => {
  const batch = numberOf(settings, 'batch');
  const rollouts = numberOf(settings, 'rollouts');
  return batch === undefined || rollouts === undefined ? undefined : batch * rollouts;
};

/** Failures of sizes that must fit one another: batches, groups, GPUs, and lengths of prompts. */
export const BATCH_SIGNATURES: readonly Signature[] = [
  {
    id: 'F11',
    title: 'Prompt is longer than the model takes',
    kind: 'fatal',
    message: 'A prompt is longer than the longest that vLLM was started for',
    cause:
      'Text and image tokens together exceed `max_model_len`; images count more tokens than they seem to.',
    fix: 'Raise `max_prompt_length` (and `max_model_len`), or lower the largest image size.',
    key: 'max_prompt_length',
    lines: [
      {
        has: 'prompt (',
        pattern: statement(
          'The (?:decoder |encoder )?prompt \\((?:total )?length (\\d{1,12})\\) is (?:longer than the maximum model length of (\\d{1,12})|too long to fit into the model)',
        ),
        says: (match) =>
          `A prompt has ${match[1] ?? ''} tokens${match[2] === undefined ? ', more than the model takes' : `, the model takes ${match[2]}`}`,
      },
      {
        has: '`max_model_len` is no smaller than',
        pattern: statement(
          '.{0,400}?Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens',
        ),
      },
    ],
    suggest: (_, match) => nextLength(match?.[1]),
  },
  {
    id: 'F12',
    title: '`max_num_batched_tokens` is smaller than prompt and response',
    kind: 'fatal',
    message: 'One sequence is longer than vLLM may take in at once',
    cause: '`worker.rollout.max_num_batched_tokens` (8192 by default) is below prompt plus response length.',
    fix: 'Raise `worker.rollout.max_num_batched_tokens` to at least `max_prompt_length` + `max_response_length`.',
    key: { easyr1: 'engine_options.worker.rollout.max_num_batched_tokens' },
    lines: [
      {
        has: 'max_num_batched_tokens should be greater',
        pattern: statement('max_num_batched_tokens should be greater than prompt_length \\+ response_length'),
      },
    ],
    suggest: (settings) => {
      const prompt = numberOf(settings, 'max_prompt_length');
      const response = numberOf(settings, 'max_response_length');
      // Strictly greater, says the message.
      return prompt === undefined || response === undefined
        ? undefined
        : nextLength(String(prompt + response + 1));
    },
  },
  {
    id: 'F13',
    title: 'Row is longer than `max_length`',
    kind: 'fatal',
    message: 'A row has more tokens than ms-swift takes',
    cause: 'Text and image tokens of a row exceed `--max_length`.',
    fix: 'Raise `--max_length`, lower `MAX_PIXELS`, or drop such rows with `--truncation_strategy delete`.',
    key: 'max_prompt_length',
    lines: [
      {
        has: 'is larger than the max_length',
        pattern: statement(
          '(?:MaxLengthError: )?Current length of row\\((\\d{1,12})\\) is larger than the max_length\\((\\d{1,12})\\)',
        ),
        says: (match) => `A row has ${match[1] ?? ''} tokens, the limit is ${match[2] ?? ''}`,
      },
    ],
    suggest: (_, match) => nextLength(match?.[1]),
  },
  {
    id: 'F14',
    title: 'Filter of long prompts did not count images',
    kind: 'fatal',
    message: 'Prompts of one batch have different lengths',
    cause:
      'verl’s filter of that time counts the text alone, so prompts that are too long with their images stay in.',
    fix: 'Update verl, or raise `max_prompt_length` above the longest prompt with its images.',
    key: 'max_prompt_length',
    lines: [
      {
        has: 'Sizes of tensors must match except in dimension 0',
        pattern: statement(
          'Sizes of tensors must match except in dimension 0\\. Expected size (\\d{1,12}) but got size (\\d{1,12})',
        ),
        says: (match) =>
          `A prompt has ${match[2] ?? ''} tokens where the others of its batch have ${match[1] ?? ''}`,
      },
    ],
    suggest: (_, match) =>
      nextLength(String(Math.max(Number(match?.[1] ?? Number.NaN), Number(match?.[2] ?? Number.NaN)))),
  },
  {
    id: 'F15',
    title: 'Filtering left fewer rows than one batch',
    kind: 'fatal',
    message: 'Not even one batch is left of the rows',
    cause: 'The filter of long prompts, or the `where` of the stage, leaves fewer rows than one batch takes.',
    fix: 'Lower `batch`, raise `max_prompt_length`, or loosen the condition on the rows; validation needs at least one row.',
    key: 'batch',
    lines: [
      {
        has: 'dataloader) >= 1',
        pattern: /(?:^|[\s(:)])assert len\((?:self\.)?(train|val)_dataloader\) >= 1/,
        says: (match) =>
          match[1] === 'val'
            ? 'No row is left for validation'
            : 'Not even one batch of rows is left to train on',
      },
      {
        has: 'ataloader is empty',
        pattern: /(?:^|[\s(:)])AssertionError: (?:Train|Validation|Val) dataloader is empty/,
      },
    ],
    suggest: (settings, match) => (match?.[1] === 'val' ? undefined : halved(numberOf(settings, 'batch'))),
  },
  {
    id: 'F16',
    title: 'Batch is no multiple of the update batch',
    kind: 'fatal',
    message: 'The rollout batch does not divide into update batches',
    cause: '`rollout_batch_size` (`batch`) must be a multiple of `global_batch_size`.',
    fix: 'Set `worker.actor.global_batch_size` to a divisor of `batch`.',
    key: { easyr1: 'engine_options.worker.actor.global_batch_size' },
    lines: [
      {
        has: 'Rollout batch size must be divisible by',
        pattern: statement('Rollout batch size must be divisible by (?:actor|critic) global batch size'),
      },
    ],
    suggest: (settings) =>
      divisorBelow(
        numberOf(settings, 'batch'),
        optionOf(settings, 'worker.actor.global_batch_size') ?? EASYR1_GLOBAL_BATCH,
      ),
  },
  {
    id: 'F17',
    title: 'Rollouts do not divide into micro batches',
    kind: 'fatal',
    message: 'Batch times rollouts is no multiple of the micro batch for experience',
    cause: '`batch` x `rollouts` must be a multiple of `micro_batch_size_per_device_for_experience`.',
    fix: 'Set `worker.actor.micro_batch_size_per_device_for_experience` to a divisor of `batch` x `rollouts`.',
    key: { easyr1: 'engine_options.worker.actor.micro_batch_size_per_device_for_experience' },
    lines: [
      {
        has: 'must be divisible by',
        pattern: statement(
          'Rollout batch size \\* rollout\\.n must be divisible by (?:actor|critic) micro batch size for experience',
        ),
      },
    ],
    suggest: (settings) =>
      divisorBelow(
        rolloutsTotal(settings),
        optionOf(settings, 'worker.actor.micro_batch_size_per_device_for_experience') ??
          EASYR1_EXPERIENCE_BATCH,
      ),
  },
  {
    id: 'F18',
    title: 'Batch of a GPU does not divide into micro batches',
    kind: 'fatal',
    message: 'The share of the batch that a GPU gets is no multiple of its micro batch',
    cause:
      'The update batch is shared among the GPUs, rounded down, and the share must be a multiple of the micro batch. Six GPUs with the settings for eight do that.',
    fix: 'Change `gpus`, or set `micro_batch_size_per_device_for_update` to a divisor of the share.',
    key: { easyr1: 'engine_options.worker.actor.micro_batch_size_per_device_for_update' },
    lines: [
      {
        has: 'global batch size per device must be divisible',
        pattern: statement(
          '(?:actor|critic) global batch size per device must be divisible by the micro batch size',
          'i',
        ),
      },
      {
        has: 'must be larger than num gpus',
        pattern: statement(
          '(?:actor|critic) global batch size \\* ulysses size must be larger than num gpus',
          'i',
        ),
      },
    ],
    suggest: (settings) => {
      const [gpus, rollouts] = [numberOf(settings, 'gpus'), numberOf(settings, 'rollouts')];
      if (gpus === undefined || rollouts === undefined) return undefined;
      const global = optionOf(settings, 'worker.actor.global_batch_size') ?? EASYR1_GLOBAL_BATCH;
      const share = Math.floor((global * rollouts) / gpus);
      return divisorBelow(
        share,
        optionOf(settings, 'worker.actor.micro_batch_size_per_device_for_update') ?? EASYR1_UPDATE_BATCH,
      );
    },
  },
  {
    id: 'F19',
    title: 'Batch is no multiple of the number of GPUs',
    kind: 'fatal',
    message: 'The batch cannot be shared equally among the GPUs',
    cause: 'Each GPU must get the same number of sequences.',
    fix: 'Make `batch` a multiple of the number of GPUs (of all nodes).',
    key: 'batch',
    lines: [
      {
        has: 'only support equal',
        pattern: statement(
          'only support equal (?:chunk|split)\\. Got size of DataProto (\\d{1,12}) and (?:chunk|split) (\\d{1,12})',
        ),
        says: (match) =>
          `${match[1] ?? ''} sequences cannot be shared equally among ${match[2] ?? ''} processes`,
      },
      {
        has: 'must be divisible by minimal possible batch size',
        pattern: statement(
          'real_train_batch_size \\((\\d{1,12})\\) must be divisible by minimal possible batch size',
        ),
      },
      {
        has: 'AssertionError: ',
        pattern: /(?:^|[\s(:)])AssertionError: (\d{1,12}) % (\d{1,12}) != 0/,
        says: (match) => `${match[1] ?? ''} is no multiple of ${match[2] ?? ''}`,
      },
    ],
    suggest: (settings) => {
      const [batch, gpus] = [numberOf(settings, 'batch'), numberOf(settings, 'gpus')];
      if (batch === undefined || gpus === undefined || batch % gpus === 0) return undefined;
      return Math.ceil(batch / gpus) * gpus;
    },
  },
  {
    id: 'F20',
    title: 'Group size does not fit the batch',
    kind: 'fatal',
    message: 'The batch cannot be divided into groups of that many generations',
    cause: 'TRL counts completions: a generation batch must hold whole groups, and a group at least two.',
    fix: 'Make `batch` x `rollouts` a multiple of what one step of all processes takes, and `rollouts` at least 2.',
    key: 'rollouts',
    lines: [
      {
        has: 'The global train batch size',
        pattern: statement(
          'The global train batch size \\((\\d{1,12}) [x*] (\\d{1,12})\\) must be evenly divisible by the number of generations per prompt \\((\\d{1,12})\\)',
        ),
      },
      {
        has: 'generation_batch_size (',
        pattern: statement(
          'generation_batch_size \\((\\d{1,12})\\) must be divisible by (?:num_generations \\((\\d{1,12})\\)|the global batch size)',
        ),
      },
      {
        has: 'GRPO requires at least 2 generations',
        pattern: statement('GRPO requires at least 2 generations per prompt'),
      },
      {
        has: 'The global eval batch size',
        pattern: statement('The global eval batch size \\((\\d{1,12}) [x*] (\\d{1,12})\\) must be'),
        says: () => 'The batch of the evaluation cannot be divided into groups of that many generations',
      },
    ],
    suggest: (settings, match) =>
      match?.[0].includes('at least 2') === true ? 8 : fittingGroup(settings, match),
  },
  {
    id: 'F21',
    title: 'GRPO with groups of one',
    kind: 'fatal',
    message: 'GRPO compares the responses to one prompt, and there is only one of each',
    cause: '`rollouts` is 1; an advantage is the difference from the mean of the group.',
    fix: 'Set `rollouts` to 4 or more.',
    key: 'rollouts',
    lines: [
      {
        has: 'GRPO and RLOO algorithm need',
        pattern: statement('GRPO and RLOO algorithm need `?config\\.worker\\.rollout\\.n > 1'),
      },
      { has: 'GRPO needs rollout.n > 1', pattern: statement('GRPO needs rollout\\.n > 1') },
    ],
    suggest: () => 8,
  },
];

/** EasyR1’s defaults, in force where the user wrote nothing. */
const EASYR1_GLOBAL_BATCH = 256;
const EASYR1_UPDATE_BATCH = 4;
const EASYR1_EXPERIENCE_BATCH = 16;

/** The next multiple of 256 that holds so many tokens. */
function nextLength(tokens: string | undefined): number | undefined {
  const length = Number(tokens);
  return Number.isSafeInteger(length) && length > 0 && length <= 1_000_000
    ? Math.ceil(length / 256) * 256
    : undefined;
}

function fittingGroup(settings: Settings, match: RegExpExecArray | undefined): number | undefined {
  const group = divisorBelow(Number(match?.[1]), numberOf(settings, 'rollouts') ?? Number(match?.[2]));
  return group === undefined || group < 2 ? undefined : group;
}
