import type { MetricValues } from '../../protocol';

/** Metrics of a step under whatever names an engine has for them. */
export interface Reading {
  readonly step: number;
  readonly values: MetricValues;
}

/** The names under which the rules know metrics; those of `METRICS` first, then what only some engines tell. */
export type Measure =
  | 'reward'
  | 'reward_std'
  | 'loss'
  | 'accuracy'
  | 'format'
  | 'val_score'
  | 'kl'
  | 'entropy'
  | 'grad_norm'
  | 'response_length'
  | 'prompt_length'
  | 'live_groups'
  | 'truncated'
  | 'step_seconds'
  | 'reward_seconds'
  | 'gpu_memory'
  | 'memory_left_in_use'
  | 'advantage_max'
  | 'advantage_min';

/** Names of a measure, the best one first: ours, EasyR1's, verl's, TRL's. */
const NAMES: Readonly<Record<Measure, readonly string[]>> = {
  reward: [
    'reward',
    'reward/overall',
    'critic/rewards/mean',
    'critic/score/mean',
    'rewards/mean',
    'score/mean',
  ],
  reward_std: ['reward_std'],
  loss: ['loss'],
  accuracy: [
    'accuracy',
    'reward/accuracy',
    'rewards/accuracy/mean',
    'rewards/accuracy_reward/mean',
    'rewards/accuracy',
    'rewards/accuracy_reward',
  ],
  format: [
    'format',
    'reward/format',
    'rewards/format/mean',
    'rewards/format_reward/mean',
    'rewards/format',
    'rewards/format_reward',
  ],
  val_score: ['val_accuracy', 'val_reward', 'val/accuracy_reward', 'val/reward_score', 'eval_reward'],
  kl: ['kl', 'actor/kl_loss'],
  entropy: ['entropy', 'actor/entropy_loss', 'actor/entropy'],
  grad_norm: ['grad_norm', 'actor/grad_norm'],
  response_length: [
    'response_length',
    'response_length/mean',
    'completions/mean_length',
    'completion_length',
  ],
  prompt_length: ['prompt_length', 'prompt_length/mean'],
  live_groups: ['live_groups'],
  truncated: ['truncated', 'response_length/clip_ratio', 'completions/clipped_ratio'],
  step_seconds: ['step_seconds', 'timing_s/step', 'perf/time_per_step', 'step_time'],
  reward_seconds: ['reward_seconds', 'timing_s/reward', 'timing_s/adv'],
  gpu_memory: ['perf/max_memory_reserved_gb', 'perf/max_memory_allocated_gb'],
  memory_left_in_use: ['memory_left_in_use'],
  advantage_max: ['critic/advantages/max', 'advantages/max'],
  advantage_min: ['critic/advantages/min', 'advantages/min'],
};

/** One step as the rules see it. */
export interface Step {
  readonly step: number;
  /** A finite value; nothing where the step has none. */
  readonly of: (measure: Measure) => number | undefined;
  /** The engine told the measure, but not as a finite number. */
  readonly broken: (measure: Measure) => boolean;
}

/** Looks metrics up under all names that engines have for them. Null, as JSON writes NaN, counts as broken. */
export function stepOf({ step, values }: Reading): Step {
  const told: Readonly<Record<string, unknown>> = values;
  const raw = (measure: Measure): unknown => {
    const name = NAMES[measure].find((each) => Object.hasOwn(told, each));
    if (name !== undefined) return told[name];
    if (measure !== 'live_groups' || !Object.hasOwn(told, 'frac_reward_zero_std')) return undefined;
    const dead = told.frac_reward_zero_std;
    return typeof dead === 'number' ? 1 - dead : undefined;
  };
  return {
    step,
    of: (measure) => {
      const value = raw(measure);
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    },
    broken: (measure) => {
      const value = raw(measure);
      return value === null || (typeof value === 'number' && !Number.isFinite(value));
    },
  };
}
