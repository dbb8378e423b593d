import {
  EASYR1_NUMBER_DEFAULTS,
  fitNumbers,
  offloadsOf,
  writtenNumbers,
  type Easyr1Number,
} from './easyr1-numbers';
import { needsTrainingFile } from '../order';
import { withOptions } from './options';
import type { EngineKey, EngineKeyTable, KeyOrigin } from './types';
import { validates, type Plan, type PlannedStage } from '../types';
import { decided, given, known, rewardText, startingModel, trainingFile, validationText } from './values';

/**
 * Keys of EasyR1's config tree (verl/trainer/config.py at b44b311), set as the published scripts set them. Keys not
 * listed keep EasyR1's default.
 */
export const easyr1Keys: EngineKeyTable = {
  engine: 'easyr1',
  metrics: {
    reward: 'reward/overall',
    accuracy: 'reward/accuracy',
    format: 'reward/format',
    val_reward: 'val/reward_score',
    val_accuracy: 'val/accuracy_reward',
    loss: 'actor/pg_loss',
    kl: 'actor/kl_loss',
    entropy: 'actor/entropy_loss',
    clip_fraction: 'actor/pg_clipfrac_higher',
    grad_norm: 'actor/grad_norm',
    learning_rate: 'actor/lr',
    response_length: 'response_length/mean',
    truncated: 'response_length/clip_ratio',
    tokens_per_second: 'perf/throughput',
    step_seconds: 'timing_s/step',
  },
  supervised: [],
  keys: (plan, stage) =>
    withOptions(
      [
        ...dataKeys(plan, stage),
        ...algorithmKeys(stage),
        ...actorKeys(plan, stage),
        known('rollouts', 'worker.rollout.n', stage.settings.rollouts),
        known('temperature', 'worker.rollout.temperature', stage.settings.temperature),
        known('seed', 'worker.rollout.seed', stage.settings.seed),
        known('reward', 'worker.reward.reward_function', rewardText(plan)),
        ...trainerKeys(plan, stage),
        ...fittedKeys(plan, stage),
      ],
      stage,
    ),
};

function dataKeys(plan: Plan, stage: PlannedStage): readonly EngineKey[] {
  const { settings } = stage;
  return [
    trainingFile(stage, 'data.train_files', 'train.parquet'),
    ...(validates(stage)
      ? given('validate', 'data.val_files', validationText(stage))
      : [decided('validate', 'data.val_files', 'the first training row: EasyR1 always wants some')]),
    ...columnKeys(stage),
    ...given('prompt', 'data.format_prompt', plan.curriculum.prompt),
    known('max_prompt_length', 'data.max_prompt_length', settings.max_prompt_length),
    known('max_response_length', 'data.max_response_length', settings.max_response_length),
    known('batch', 'data.rollout_batch_size', settings.batch),
    known('schedule', 'data.shuffle', stage.order.shuffle),
    known('seed', 'data.seed', settings.seed),
  ];
}

/** Columns of the file as it lies there, or those of the Parquet file that is written of chosen or joined rows. */
function columnKeys(stage: PlannedStage): readonly EngineKey[] {
  const [source] = stage.sources;
  const { question, answer, images } = needsTrainingFile(stage) ? EASYR1_COLUMNS : { ...source?.columns };
  return [
    ...given('data', 'data.prompt_key', question),
    ...given('data', 'data.answer_key', answer),
    ...given('data', 'data.image_key', images),
    ...(needsTrainingFile(stage) ? [] : given('data', 'data.image_dir', source?.images)),
  ];
}

/** Columns of the files that are written for EasyR1: the names that its own datasets have. */
export const EASYR1_COLUMNS = { question: 'problem', answer: 'answer', images: 'images' } as const;

/**
 * GRPO holds the policy to its start by a loss term with the k3 estimate, where EasyR1's default is a penalty on the
 * reward. A coefficient of 0 builds no reference model at all, which saves its memory.
 */
const algorithmKeys = ({ settings }: PlannedStage): readonly EngineKey[] => [
  known('method', 'algorithm.adv_estimator', settings.method),
  known('kl', 'algorithm.kl_coef', settings.kl),
  ...(settings.kl === 0
    ? [known('kl', 'algorithm.disable_kl', true)]
    : [known('kl', 'algorithm.use_kl_loss', true), known('kl', 'algorithm.kl_penalty', 'low_var_kl')]),
];

function actorKeys(plan: Plan, stage: PlannedStage): readonly EngineKey[] {
  const { settings } = stage;
  return [
    startingModel(plan, stage, 'worker.actor.model.model_path'),
    known('freeze', 'worker.actor.model.freeze_vision_tower', settings.freeze.includes('vision')),
    known('learning_rate', 'worker.actor.optim.lr', settings.learning_rate),
    known('weight_decay', 'worker.actor.optim.weight_decay', settings.weight_decay),
    // Even 0 steps would win over a share of the steps that the engine's own options give.
    ...(settings.warmup_steps === 0
      ? []
      : [known('warmup_steps', 'worker.actor.optim.lr_warmup_steps', settings.warmup_steps)]),
    known('grad_clip', 'worker.actor.max_grad_norm', settings.grad_clip),
    known('clip', 'worker.actor.clip_ratio_low', settings.clip),
    known(
      settings.clip_high === undefined ? 'clip' : 'clip_high',
      'worker.actor.clip_ratio_high',
      settings.clip_high ?? settings.clip,
    ),
  ];
}

/**
 * Numbers that the curriculum does not write and of which EasyR1's own default would break one of its rules: sizes of
 * updates and of their pieces, GPUs that share a copy of the model for sampling, tokens of one pass.
 */
function fittedKeys(plan: Plan, stage: PlannedStage): readonly EngineKey[] {
  const { settings, engineOptions } = stage;
  const { nodes } = plan.curriculum.engine.options;
  const written = writtenNumbers({ settings, engineOptions, nodes });
  if (written === undefined) return [];
  const fitted = fitNumbers(written, offloadsOf(engineOptions));
  const hasCritic = engineOptions['algorithm.adv_estimator'] === 'gae';
  const keys = Object.keys(EASYR1_NUMBER_DEFAULTS) as (keyof typeof EASYR1_NUMBER_DEFAULTS)[];
  return keys
    .filter((key) => written[key] === undefined && fitted[key] !== EASYR1_NUMBER_DEFAULTS[key])
    .filter((key) => hasCritic || !key.startsWith('worker.critic.'))
    .map((key) => known(fittedTo(key), key, fitted[key]));
}

const fittedTo = (key: Easyr1Number): KeyOrigin =>
  key === 'worker.rollout.tensor_parallel_size'
    ? 'gpus'
    : key === 'worker.rollout.max_num_batched_tokens'
      ? 'max_prompt_length'
      : 'batch';

/** EasyR1 counts whole epochs; a length in steps, or in part of an epoch, is `max_steps`. */
function trainerKeys(plan: Plan, stage: PlannedStage): readonly EngineKey[] {
  const { settings } = stage;
  const wholeEpochs = settings.steps === undefined && Number.isInteger(settings.epochs);
  return [
    known('name', 'trainer.project_name', 'stagecraft'),
    known('name', 'trainer.experiment_name', `${plan.curriculum.name}-${stage.id}`),
    wholeEpochs
      ? known('epochs', 'trainer.total_epochs', settings.epochs)
      : known(settings.steps === undefined ? 'epochs' : 'steps', 'trainer.max_steps', stage.steps.total),
    ...given('validate_every', 'trainer.val_freq', settings.validate_every),
    ...given('save_every', 'trainer.save_freq', settings.save_every),
    // EasyR1 counts the best checkpoint among those it keeps, we count it besides.
    known('keep_checkpoints', 'trainer.save_limit', settings.keep_checkpoints + 1),
    known('gpus', 'trainer.n_gpus_per_node', settings.gpus),
    ...given('engine', 'trainer.nnodes', plan.curriculum.engine.options.nodes),
    decided('name', 'trainer.save_checkpoint_path', `stages/${stage.id}/checkpoints of the run`),
    // A run of ours never goes on from what lies in a folder by chance.
    known('engine', 'trainer.find_last_checkpoint', false),
    // Its log of metrics is what we read; `wandb`, EasyR1's other default, needs an account.
    known('engine', 'trainer.logger', ['console', 'file']),
    ...(validates(stage)
      ? [known('validate', 'trainer.val_generations_to_log', LOGGED_ANSWERS)]
      : [known('validate', 'trainer.val_before_train', false)]),
  ];
}

/** Answers to validation rows that EasyR1 writes down each time, for people to read. */
const LOGGED_ANSWERS = 8;
