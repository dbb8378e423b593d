import type { FieldInfo } from './shape';

interface Info<T> extends FieldInfo {
  readonly default?: T;
}
interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: boolean;
}

// Each helper keeps the literal types of its `kind`, so that `SettingValue` below can read them.
const number = <const S extends Info<number> & Bounds>(spec: S) => ({ kind: 'number', ...spec }) as const;
const integer = <const S extends Info<number> & Bounds>(spec: S) => ({ kind: 'integer', ...spec }) as const;
const oneOf = <const V extends string, const S extends Info<V>>(values: readonly V[], spec: S) =>
  ({ kind: 'enum', values, ...spec }) as const;
const listOf = <const V extends string, const S extends Info<readonly V[]>>(values: readonly V[], spec: S) =>
  ({ kind: 'enum-list', values, ...spec }) as const;
const validation = <const S extends Info<string>>(spec: S) =>
  ({ kind: 'string', content: 'validation', ...spec }) as const;

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
  steps: integer({
    min: 1,
    unit: 'steps',
    doc: 'Training steps; overrides `epochs`.',
    absent: 'counted from `epochs`, `batch` and the rows',
    example: '60',
  }),
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
  clip_high: number({
    min: 0,
    exclusiveMin: true,
    doc: 'Clip ratio above 1.',
    absent: 'the value of `clip`',
    example: '0.3',
  }),
  temperature: number({
    default: 1,
    min: 0,
    exclusiveMin: true,
    doc: 'Sampling temperature of the rollouts.',
  }),
  max_prompt_length: integer({ default: 2048, min: 1, unit: 'tokens', doc: 'Longest prompt.' }),
  max_response_length: integer({ default: 2048, min: 1, unit: 'tokens', doc: 'Longest response.' }),
  freeze: listOf(['vision'], { default: [], doc: 'Parts of the model that are not trained in the stage.' }),
  validate: validation({
    doc: 'Validation rows: a dataset id (its `val` file), a data file, or a Hub id with split.',
    absent: 'the `val` files of the stage’s own datasets, where they have one',
    example: 'hiyouga/geometry3k@test',
  }),
  validate_every: integer({
    min: 1,
    unit: 'steps',
    doc: 'Steps between validations.',
    absent:
      'once an epoch where that makes 2 to 20 validations, else about ten times; and at the end of the stage',
    example: '20',
  }),
  save_every: integer({
    min: 1,
    unit: 'steps',
    doc: 'Steps between checkpoints. A multiple of `validate_every` makes `best` exact.',
    absent:
      'at every validation, or at every second, third, ... of them where that makes more than ten checkpoints; about ten times in a stage that does not validate',
    example: '20',
  }),
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

/** Keys that have no default: absent means what their `absent` says. */
type OptionalKey = {
  [K in SettingKey]: (typeof SETTINGS)[K] extends { default: unknown } ? never : K;
}[SettingKey];

/** Settings of a stage after defaults: everything has a value but the keys without a default. */
export type StageSettings = {
  readonly [K in Exclude<SettingKey, OptionalKey>]: SettingValue<(typeof SETTINGS)[K]>;
} & {
  readonly [K in OptionalKey]?: SettingValue<(typeof SETTINGS)[K]>;
};

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

const settingDefaults = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, spec]) => ('default' in spec ? [[key, spec.default]] : [])),
);

/**
 * The settings that a stage trains with: what it wrote itself, else the curriculum's `defaults`, else the table's.
 * `steps` and `epochs` answer one question, so a stage's own `epochs` also beats `steps` of the defaults. Call it
 * with `pooled` as the stage for the one stage of a pooled schedule.
 */
export function resolveSettings(defaults: PartialSettings, stage: PartialSettings): StageSettings {
  const { steps, ...shared } = defaults;
  const ownLength = stage.epochs !== undefined || steps === undefined;
  // Every key with a default is in the first spread, so the result is whole.
  return { ...settingDefaults, ...shared, ...(ownLength ? {} : { steps }), ...stage } as StageSettings;
}
