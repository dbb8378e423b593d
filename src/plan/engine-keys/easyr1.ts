import { withOptions } from './options';
import type { EngineKey, EngineKeyTable } from './types';
import type { Plan, PlannedStage } from '../types';
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
      ],
      stage,
    ),
};

function dataKeys(plan: Plan, stage: PlannedStage): readonly EngineKey[] {
  const { settings } = stage;
  const [source] = stage.sources;
  return [
    trainingFile(stage, 'data.train_files'),
    ...given('validate', 'data.val_files', validationText(stage)),
    ...given('data', 'data.prompt_key', source?.columns.question),
    ...given('data', 'data.answer_key', source?.columns.answer),
    ...given('data', 'data.image_key', source?.columns.images),
    ...given('data', 'data.image_dir', source?.images),
    ...given('prompt', 'data.format_prompt', plan.curriculum.prompt),
    known('max_prompt_length', 'data.max_prompt_length', settings.max_prompt_length),
    known('max_response_length', 'data.max_response_length', settings.max_response_length),
    known('batch', 'data.rollout_batch_size', settings.batch),
    known('schedule', 'data.shuffle', stage.order.shuffle),
    known('seed', 'data.seed', settings.seed),
  ];
}

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
    known('warmup_steps', 'worker.actor.optim.lr_warmup_steps', settings.warmup_steps),
    known('grad_clip', 'worker.actor.max_grad_norm', settings.grad_clip),
    known('clip', 'worker.actor.clip_ratio_low', settings.clip),
    known(
      settings.clip_high === undefined ? 'clip' : 'clip_high',
      'worker.actor.clip_ratio_high',
      settings.clip_high ?? settings.clip,
    ),
  ];
}

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
  ];
}
