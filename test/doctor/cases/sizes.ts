import { rank, runner, trace, worker, type Case } from './prefixed';

export const SIZE_CASES: Readonly<Record<string, Case>> = {
  F11: {
    shows: [
      worker(
        trace(
          'ValueError: The decoder prompt (length 5120) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens.',
        ),
      ),
      'ValueError: The prompt (total length 9000) is too long to fit into the model (context length 8192).',
    ],
    not: [worker('INFO 11-22 10:00:00 [config.py:1604] Using max model len 4096')],
  },
  F12: {
    shows: [
      worker(
        trace('ValueError: max_num_batched_tokens should be greater than prompt_length + response_length.'),
      ),
    ],
    not: [worker('INFO Chunked prefill is enabled with max_num_batched_tokens=8192.')],
  },
  F13: {
    shows: [
      rank(
        trace(
          'swift.llm.template.base.MaxLengthError: Current length of row(5012) is larger than the max_length(4096).',
        ),
      ),
    ],
    not: [rank('[INFO:swift] max_length: 4096, longest row: 4012')],
  },
  F14: {
    shows: [
      worker(
        trace(
          'RuntimeError: Sizes of tensors must match except in dimension 0. Expected size 2048 but got size 2310 for tensor number 3 in the list.',
        ),
      ),
    ],
    not: [
      worker(
        trace(
          'RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 8 but got size 6 for tensor number 1 in the list.',
        ),
      ),
    ],
  },
  F15: {
    shows: [
      runner(trace('AssertionError', ['assert len(train_dataloader) >= 1'])),
      runner(trace('AssertionError', ['assert len(self.val_dataloader) >= 1'])),
      runner(trace('AssertionError: Train dataloader is empty!')),
    ],
    not: [
      runner('Size of train dataloader: 1\nSize of val dataloader: 1\nTotal training steps: 16'),
      runner(trace('AssertionError', ['assert len(prompts) >= 1'])),
    ],
  },
  F16: {
    shows: [runner(trace('ValueError: Rollout batch size must be divisible by actor global batch size.'))],
    not: [runner('    raise ValueError("Rollout batch size must be divisible by actor global batch size.")')],
  },
  F17: {
    shows: [
      runner(
        trace(
          'ValueError: Rollout batch size * rollout.n must be divisible by actor micro batch size for experience.',
        ),
      ),
    ],
    not: [runner(trace('ValueError: Rollout batch size must be a positive number'))],
  },
  F18: {
    shows: [
      worker(
        trace('ValueError: actor global batch size per device must be divisible by the micro batch size.'),
      ),
      worker(trace('ValueError: actor global batch size * ulysses size must be larger than num gpus.')),
    ],
    not: [worker('actor will use global batch size per device 64.')],
  },
  F19: {
    shows: [
      runner(trace('AssertionError: only support equal chunk. Got size of DataProto 1000 and chunk 6.')),
      runner(
        trace(
          'AssertionError: real_train_batch_size (20) must be divisible by minimal possible batch size (8)',
        ),
      ),
      runner(trace('AssertionError: 100 % 8 != 0')),
    ],
    not: [
      runner(trace('AssertionError: expected 100 % of the rows')),
      runner('Got size of DataProto 1024 and chunk 8'),
    ],
  },
  F20: {
    shows: [
      trace(
        'ValueError: The global train batch size (2 x 3) must be evenly divisible by the number of generations per prompt (4). Given the current train batch size, the valid values are: [2, 3, 6].',
      ),
      rank('ValueError: generation_batch_size (8) must be divisible by num_generations (6).'),
      'ValueError: generation_batch_size (20) must be divisible by the global batch size (8).',
      'ValueError: GRPO requires at least 2 generations per prompt to calculate the advantages. You provided 1, which is less than the minimum required.',
      'ValueError: The global eval batch size (8 * 1) must be divisible by the number of generations used for evaluation (6).',
    ],
    not: ['INFO generation_batch_size (8), num_generations (4): two groups a batch'],
  },
  F21: {
    shows: [
      runner(trace('ValueError: GRPO and RLOO algorithm need `config.worker.rollout.n > 1`.')),
      runner(trace('AssertionError: GRPO needs rollout.n > 1.')),
    ],
    not: [runner('    "adv_estimator": "grpo",\n    "n": 1')],
  },
};
