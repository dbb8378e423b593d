import type { SettingKey } from '../../language';

/** Settings of the published recipe (Qwen3-VL-8B, three stages), where they say more than the defaults do. */
export const PAPER_VALUES: Readonly<Partial<Record<SettingKey, readonly string[]>>> = {
  epochs: ['16', '15'],
  batch: ['512'],
  rollouts: ['5'],
  learning_rate: ['1e-6'],
  kl: ['0.01'],
  max_prompt_length: ['2048'],
  max_response_length: ['2048'],
  validate: ['hiyouga/geometry3k@test'],
  validate_every: ['6', '25', '15'],
  save_every: ['12', '25', '30'],
  keep_checkpoints: ['3'],
  gpus: ['8'],
};

/** What the words of the grammar mean, one line each. */
export const WORD_DOCS: Readonly<Record<string, string>> = {
  staged: 'The stages run one after another, each from the one before.',
  ordered: 'One stage over all rows in capability order, unshuffled.',
  merged: 'One stage over all rows, shuffled.',
  none: 'Off.',
  'easy-to-hard': 'Rows with the highest pass rate first; shuffling is off.',
  'hard-to-easy': 'Rows with the lowest pass rate first; shuffling is off.',
  counterfactual: 'Wrong from the image, right from a description: the image was misread.',
  judge: 'A judge model reads the trace; needs an endpoint under `models`.',
  human: 'You label failures with the keyboard.',
  grpo: 'Reinforcement learning with a verifiable reward, in groups of sampled responses.',
  sft: 'Supervised fine-tuning on the response column.',
  vision: 'The vision encoder.',
  vlmevalkit: 'OpenCompass VLMEvalKit.',
  perception: 'Seeing: reading what the image shows.',
  'textual-reasoning': 'Reasoning over text alone.',
  'visual-reasoning': 'Reasoning over what the image shows.',
  cpu: 'The processor; runs anywhere.',
  webgpu: 'The graphics card through WebGPU, where the runtime offers it.',
  cuda: 'An NVIDIA GPU, where the runtime offers it.',
  bf16: '16 bits with the range of 32; needs a recent GPU.',
  fp16: '16 bits with a small range.',
  fp32: '32 bits; what CPUs need.',
  lora: 'A low-rank adapter is trained, the weights stay.',
  qlora: 'A low-rank adapter over weights in 4 bits.',
};
