import { withOptions } from './options';
import type { EngineKey, EngineKeyTable } from './types';
import type { PlannedStage } from '../types';
import { decided, given, known, rewardText, startingModel, trainingFile, validationText } from './values';

/** Arguments of TRL's GRPOConfig and SFTConfig (trl 1.13), and the few things that its trainers take beside them. */
export const trlKeys: EngineKeyTable = {
  engine: 'trl',
  metrics: {
    reward: 'reward',
    accuracy: 'rewards/accuracy/mean',
    format: 'rewards/format/mean',
    val_reward: 'eval_reward',
    val_accuracy: 'eval_rewards/accuracy/mean',
    loss: 'loss',
    kl: 'kl',
    entropy: 'entropy',
    clip_fraction: 'clip_ratio/region_mean',
    grad_norm: 'grad_norm',
    learning_rate: 'learning_rate',
    response_length: 'completions/mean_length',
    live_groups: '1 - frac_reward_zero_std',
    truncated: 'completions/clipped_ratio',
    tokens_per_second: 'num_tokens / step_time',
    step_seconds: 'step_time',
  },
  supervised: ['loss', 'grad_norm', 'learning_rate', 'entropy'],
  keys: (plan, stage) =>
    withOptions(
      [
        startingModel(plan, stage, 'model'),
        trainingFile(stage, 'train_dataset'),
        ...given('validate', 'eval_dataset', validationText(stage)),
        ...(stage.settings.method === 'grpo'
          ? [known('reward', 'reward_funcs', rewardText(plan)), ...grpoKeys(stage)]
          : sftKeys(stage)),
        ...trainerKeys(stage),
        ...machineKeys(plan.curriculum.engine.options),
      ],
      stage,
    ),
};

/** TRL counts completions, not prompts, in a generation batch; `beta` 0 loads no reference model. */
function grpoKeys({ settings, order }: PlannedStage): readonly EngineKey[] {
  return [
    known('rollouts', 'num_generations', settings.rollouts),
    known('batch', 'generation_batch_size', settings.batch * settings.rollouts),
    known('kl', 'beta', settings.kl),
    known('clip', 'epsilon', settings.clip),
    ...given('clip_high', 'epsilon_high', settings.clip_high),
    known('temperature', 'temperature', settings.temperature),
    known('max_response_length', 'max_completion_length', settings.max_response_length),
    known('schedule', 'shuffle_dataset', order.shuffle),
  ];
}

const sftKeys = ({ settings, order }: PlannedStage): readonly EngineKey[] => [
  known('batch', 'per_device_train_batch_size x gradient_accumulation_steps', settings.batch),
  ...(order.shuffle ? [] : [known('schedule', 'train_sampling_strategy', 'sequential')]),
];

function trainerKeys(stage: PlannedStage): readonly EngineKey[] {
  const { settings } = stage;
  return [
    settings.steps === undefined
      ? known('epochs', 'num_train_epochs', settings.epochs)
      : known('steps', 'max_steps', settings.steps),
    known('learning_rate', 'learning_rate', settings.learning_rate),
    known('warmup_steps', 'warmup_steps', settings.warmup_steps),
    known('weight_decay', 'weight_decay', settings.weight_decay),
    known('grad_clip', 'max_grad_norm', settings.grad_clip),
    ...(settings.freeze.includes('vision')
      ? [decided('freeze', 'requires_grad', 'off for the weights of the vision encoder')]
      : []),
    ...(settings.validate_every === undefined
      ? []
      : [
          known('validate_every', 'eval_strategy', 'steps'),
          known('validate_every', 'eval_steps', settings.validate_every),
        ]),
    ...given('save_every', 'save_steps', settings.save_every),
    known('keep_checkpoints', 'save_total_limit', settings.keep_checkpoints),
    known('seed', 'seed', settings.seed),
    decided(
      'gpus',
      'num_processes',
      settings.gpus === 0 ? 'one process on the CPU' : `one process for each of ${settings.gpus} GPUs`,
    ),
    decided('name', 'output_dir', `stages/${stage.id}/checkpoints of the run`),
  ];
}

/** `engine: { trl: { ... } }`: how the weights are held and sampled. */
function machineKeys(options: Readonly<Record<string, unknown>>): readonly EngineKey[] {
  const { precision, adapter, lora_rank: rank, vllm } = options;
  return [
    ...(precision === undefined
      ? []
      : [known('engine', 'bf16', precision === 'bf16'), known('engine', 'fp16', precision === 'fp16')]),
    ...(adapter === 'lora' || adapter === 'qlora' ? given('engine', 'peft_config.r', rank) : []),
    ...(adapter === 'qlora' ? [known('engine', 'model_init_kwargs.load_in_4bit', true)] : []),
    ...given('engine', 'use_vllm', vllm),
  ];
}
