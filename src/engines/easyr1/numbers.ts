import type { Curriculum, SettingKey, StageSettings } from '../../language';
import { engineOptions } from '../catalogue';

/** Keys of EasyR1 whose numbers must fit one another. */
export const NUMBER_KEYS = [
  'data.rollout_batch_size',
  'data.mini_rollout_batch_size',
  'data.max_prompt_length',
  'data.max_response_length',
  'worker.rollout.n',
  'worker.rollout.tensor_parallel_size',
  'worker.rollout.max_num_batched_tokens',
  'worker.actor.global_batch_size',
  'worker.actor.micro_batch_size_per_device_for_update',
  'worker.actor.micro_batch_size_per_device_for_experience',
  'worker.actor.ulysses_size',
  'worker.critic.global_batch_size',
  'worker.critic.micro_batch_size_per_device_for_update',
  'worker.critic.micro_batch_size_per_device_for_experience',
  'worker.critic.ulysses_size',
  'trainer.n_gpus_per_node',
  'trainer.nnodes',
] as const;
export type NumberKey = (typeof NUMBER_KEYS)[number];

/** Settings of the language that become such a key. */
export const SETTING_OF: Readonly<Partial<Record<NumberKey, SettingKey>>> = {
  'data.rollout_batch_size': 'batch',
  'data.max_prompt_length': 'max_prompt_length',
  'data.max_response_length': 'max_response_length',
  'worker.rollout.n': 'rollouts',
  'trainer.n_gpus_per_node': 'gpus',
};

/** What decides whether EasyR1 can train a stage: needs no data and no plan. */
export interface Easyr1Stage {
  readonly settings: StageSettings;
  /** Flat, those of `defaults` included. */
  readonly engineOptions: Readonly<Record<string, unknown>>;
  /** The engine's own mapping of the curriculum. */
  readonly engine: Curriculum['engine']['options'];
  readonly model: Curriculum['model'];
}

/** All that the rules of EasyR1's start-up look at. */
export interface Numbers {
  readonly of: Readonly<Record<NumberKey, number>>;
  /** A value model is trained beside the policy. */
  readonly hasCritic: boolean;
  readonly estimator: string;
  /** FSDP keeps weights in the machine's memory, and so cannot add up gradients. */
  readonly offloads: { readonly actor: boolean; readonly critic: boolean };
}

/** A key as it will be: the stage's own option, else the setting that becomes it, else EasyR1's default. */
export function valueOf(stage: Easyr1Stage, key: string): unknown {
  if (Object.hasOwn(stage.engineOptions, key)) return stage.engineOptions[key];
  const setting = Object.hasOwn(SETTING_OF, key) ? SETTING_OF[key as NumberKey] : undefined;
  if (setting !== undefined) return stage.settings[setting];
  if (key === 'trainer.nnodes' && stage.engine.nodes !== undefined) return stage.engine.nodes;
  return engineOptions('easyr1').get(key)?.default;
}

/** The numbers of a stage; nothing where one of them is no whole number, which its own check reports. */
export function numbersOf(stage: Easyr1Stage): Numbers | undefined {
  const found = NUMBER_KEYS.map((key) => [key, wholeNumber(valueOf(stage, key), stage)] as const);
  if (found.some(([, value]) => value === undefined)) return undefined;
  const estimator = String(valueOf(stage, 'algorithm.adv_estimator'));
  return {
    of: Object.fromEntries(found) as Record<NumberKey, number>,
    hasCritic: estimator === 'gae',
    estimator,
    offloads: {
      actor: valueOf(stage, 'worker.actor.fsdp.enable_cpu_offload') === true,
      critic: valueOf(stage, 'worker.critic.fsdp.enable_cpu_offload') === true,
    },
  };
}

/** Without `mini_rollout_batch_size`, all prompts of a step are answered in one call. */
function wholeNumber(value: unknown, stage: Easyr1Stage): number | undefined {
  const meant = value ?? valueOf(stage, 'data.rollout_batch_size');
  return typeof meant === 'number' && Number.isSafeInteger(meant) ? meant : undefined;
}

/** What a user calls a key: the setting that becomes it, unless the stage writes the engine's own key. */
export const nameOf = (stage: Easyr1Stage, key: NumberKey): string =>
  Object.hasOwn(stage.engineOptions, key)
    ? key
    : (SETTING_OF[key] ?? (key === 'trainer.nnodes' && stage.engine.nodes !== undefined ? 'nodes' : key));
