/** Engines that a setting has a meaning for. */
export type EngineName = 'embedded' | 'trl' | 'easyr1';
export const ENGINE_NAMES = ['embedded', 'trl', 'easyr1'] as const satisfies readonly EngineName[];

interface SettingSpec<T> {
  readonly kind: 'number' | 'integer' | 'boolean' | 'enum' | 'enum-list' | 'string';
  readonly doc: string;
  readonly unit?: string;
  readonly default?: T;
  readonly min?: number;
  readonly max?: number;
  /** `min` itself is not allowed. */
  readonly exclusiveMin?: boolean;
  readonly values?: readonly string[];
  /** Engines that honour the key; absent means all. */
  readonly engines?: readonly EngineName[];
}

const number = (spec: Omit<SettingSpec<number>, 'kind'>) => ({ kind: 'number', ...spec }) as const;
const integer = (spec: Omit<SettingSpec<number>, 'kind'>) => ({ kind: 'integer', ...spec }) as const;
const oneOf = <const V extends string>(values: readonly V[], spec: Omit<SettingSpec<V>, 'kind' | 'values'>) =>
  ({ kind: 'enum', values, ...spec }) as const;
const listOf = <const V extends string>(
  values: readonly V[],
  spec: Omit<SettingSpec<readonly V[]>, 'kind' | 'values'>,
) => ({ kind: 'enum-list', values, ...spec }) as const;
const text = (spec: Omit<SettingSpec<string>, 'kind'>) => ({ kind: 'string', ...spec }) as const;

/**
 * The training settings: keys of `defaults`, of every stage and of `pooled`. Written once; the types, the checks,
 * the reference page and every engine's translation derive from this table.
 */
export const SETTINGS = {
  method: oneOf(['grpo', 'sft'], {
    default: 'grpo',
    doc: 'Learning algorithm: GRPO with a verifiable reward, or supervised fine-tuning on the response column.',
  }),
  epochs: number({
    default: 1,
    min: 0,
    exclusiveMin: true,
    unit: 'passes over the rows',
    doc: 'How often each row is seen.',
  }),
  steps: integer({ min: 1, unit: 'steps', doc: 'Training steps; overrides `epochs`.' }),
  batch: integer({ default: 16, min: 1, unit: 'prompts', doc: 'Prompts (rows) of one training step.' }),
  rollouts: integer({
    default: 8,
    min: 1,
    unit: 'responses a prompt',
    doc: 'Group size: responses sampled for each prompt.',
  }),
  learning_rate: number({ default: 1e-6, min: 0, exclusiveMin: true, doc: 'Peak learning rate of AdamW.' }),
  warmup_steps: integer({
    default: 0,
    min: 0,
    unit: 'steps',
    doc: 'Steps over which the learning rate rises linearly from 0.',
  }),
  weight_decay: number({ default: 0.01, min: 0, doc: 'Decoupled weight decay of AdamW.' }),
  grad_clip: number({
    default: 1,
    min: 0,
    exclusiveMin: true,
    doc: 'Largest gradient norm; larger gradients are scaled down.',
  }),
  kl: number({
    default: 0.01,
    min: 0,
    doc: 'KL coefficient: how strongly the policy is held to the start of the stage.',
  }),
  clip: number({
    default: 0.2,
    min: 0,
    exclusiveMin: true,
    max: 1,
    doc: 'Clip ratio below 1 (and above, unless `clip_high` is given).',
  }),
  clip_high: number({ min: 0, exclusiveMin: true, doc: 'Clip ratio above 1.' }),
  temperature: number({
    default: 1,
    min: 0,
    exclusiveMin: true,
    doc: 'Sampling temperature of the rollouts.',
  }),
  max_prompt_length: integer({ default: 2048, min: 1, unit: 'tokens', doc: 'Longest prompt.' }),
  max_response_length: integer({ default: 2048, min: 1, unit: 'tokens', doc: 'Longest response.' }),
  freeze: listOf(['vision'], { default: [], doc: 'Parts of the model that are not trained in the stage.' }),
  validate: text({ doc: 'Validation rows: a dataset id (its `val` file), a file, or a Hub id with split.' }),
  validate_every: integer({ min: 1, unit: 'steps', doc: 'Steps between validations.' }),
  save_every: integer({ min: 1, unit: 'steps', doc: 'Steps between checkpoints.' }),
  keep_checkpoints: integer({ default: 3, min: 1, doc: 'Checkpoints kept besides the best one.' }),
  seed: integer({ default: 1, min: 0, doc: 'Seed of sampling and shuffling.' }),
  gpus: integer({ default: 1, min: 0, doc: 'GPUs used by the stage.', engines: ['trl', 'easyr1'] }),
} as const;

export type SettingKey = keyof typeof SETTINGS;

type SettingValue<S> = S extends { kind: 'number' | 'integer' }
  ? number
  : S extends { kind: 'boolean' }
    ? boolean
    : S extends { kind: 'enum'; values: readonly (infer V)[] }
      ? V
      : S extends { kind: 'enum-list'; values: readonly (infer V)[] }
        ? readonly V[]
        : string;

/** Settings as written somewhere: any subset of the keys. */
export type PartialSettings = { readonly [K in SettingKey]?: SettingValue<(typeof SETTINGS)[K]> };

/** Keys that have no default: absent means "engine or plan decides". */
type OptionalKey = 'steps' | 'clip_high' | 'validate' | 'validate_every' | 'save_every';

/** Settings of a stage after defaults: everything has a value but the keys without a default. */
export type StageSettings = {
  readonly [K in Exclude<SettingKey, OptionalKey>]: SettingValue<(typeof SETTINGS)[K]>;
} & {
  readonly [K in OptionalKey]?: SettingValue<(typeof SETTINGS)[K]>;
};
