import type { SettingKey, StageSettings } from '../../language';

/** Keys of EasyR1 whose numbers must fit one another. */
export const EASYR1_NUMBERS = [
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
export type Easyr1Number = (typeof EASYR1_NUMBERS)[number];

export type Easyr1Numbers = Readonly<Record<Easyr1Number, number>>;

/** EasyR1's own defaults of those keys that a curriculum need not write (b44b311); a test compares them. */
export const EASYR1_NUMBER_DEFAULTS = {
  'worker.rollout.tensor_parallel_size': 2,
  'worker.rollout.max_num_batched_tokens': 8192,
  'worker.actor.global_batch_size': 256,
  'worker.actor.micro_batch_size_per_device_for_update': 4,
  'worker.actor.micro_batch_size_per_device_for_experience': 16,
  'worker.actor.ulysses_size': 1,
  'worker.critic.global_batch_size': 256,
  'worker.critic.micro_batch_size_per_device_for_update': 4,
  'worker.critic.micro_batch_size_per_device_for_experience': 16,
  'worker.critic.ulysses_size': 1,
  'trainer.nnodes': 1,
} as const satisfies Partial<Record<Easyr1Number, number>>;

/** Settings of the language that become such a key; they always have a value. */
export const EASYR1_SETTING_OF = {
  'data.rollout_batch_size': 'batch',
  'data.max_prompt_length': 'max_prompt_length',
  'data.max_response_length': 'max_response_length',
  'worker.rollout.n': 'rollouts',
  'trainer.n_gpus_per_node': 'gpus',
} as const satisfies Partial<Record<Easyr1Number, SettingKey>>;
type Given = keyof typeof EASYR1_SETTING_OF;

/** What is written; all else is fitted to it. */
export type WrittenNumbers = Readonly<Partial<Record<Easyr1Number, number>> & Record<Given, number>>;

/** Workers whose weights FSDP keeps in the machine's memory: they cannot add up gradients. */
export type Offloads = Readonly<Record<'actor' | 'critic', boolean>>;

/** What of a stage says its numbers. */
export interface NumberSource {
  readonly settings: StageSettings;
  /** Flat. */
  readonly engineOptions: Readonly<Record<string, unknown>>;
  /** `nodes` of the engine's own mapping. */
  readonly nodes: unknown;
}

/**
 * The numbers that a curriculum writes for a stage, its settings included; nothing where one is no whole number. An
 * option of `null` leaves the number to EasyR1.
 */
export function writtenNumbers({ settings, engineOptions, nodes }: NumberSource): WrittenNumbers | undefined {
  const written: Partial<Record<Easyr1Number, number>> = {};
  const setting: Partial<Record<Easyr1Number, keyof typeof settings>> = EASYR1_SETTING_OF;
  for (const key of EASYR1_NUMBERS) {
    const by = setting[key];
    const value = Object.hasOwn(engineOptions, key)
      ? engineOptions[key]
      : by !== undefined
        ? settings[by]
        : key === 'trainer.nnodes'
          ? nodes
          : undefined;
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
    written[key] = value;
  }
  return hasGiven(written) ? written : undefined;
}

const hasGiven = (written: Partial<Record<Easyr1Number, number>>): written is WrittenNumbers =>
  Object.keys(EASYR1_SETTING_OF).every((key) => written[key as Given] !== undefined);

/** Whether FSDP keeps the weights of a worker in the machine's memory. */
export const offloadsOf = (engineOptions: NumberSource['engineOptions']): Offloads => ({
  actor: engineOptions['worker.actor.fsdp.enable_cpu_offload'] === true,
  critic: engineOptions['worker.critic.fsdp.enable_cpu_offload'] === true,
});

/**
 * All numbers of a stage. One that nobody wrote is EasyR1's default where that fits the others, else the nearest
 * smaller one that does (of `max_num_batched_tokens`, what one prompt and response need). Where nothing fits, EasyR1's
 * default stands, and the rules say why it cannot be.
 */
export function fitNumbers(written: WrittenNumbers, offloads: Offloads): Easyr1Numbers {
  const batch = written['data.rollout_batch_size'];
  const world = written['trainer.n_gpus_per_node'] * (written['trainer.nnodes'] ?? 1);
  const lengths = written['data.max_prompt_length'] + written['data.max_response_length'];
  return {
    ...EASYR1_NUMBER_DEFAULTS,
    'data.mini_rollout_batch_size': batch,
    'worker.rollout.tensor_parallel_size': world % 2 === 0 ? 2 : 1,
    'worker.rollout.max_num_batched_tokens': Math.max(
      EASYR1_NUMBER_DEFAULTS['worker.rollout.max_num_batched_tokens'],
      lengths,
    ),
    ...fitWorker(written, 'actor', world, offloads.actor),
    ...fitWorker(written, 'critic', world, offloads.critic),
    ...written,
  };
}

function fitWorker(
  written: WrittenNumbers,
  worker: 'actor' | 'critic',
  world: number,
  offload: boolean,
): Partial<Easyr1Numbers> {
  const UPDATE = `worker.${worker}.micro_batch_size_per_device_for_update` as const;
  const EXPERIENCE = `worker.${worker}.micro_batch_size_per_device_for_experience` as const;
  const GLOBAL = `worker.${worker}.global_batch_size` as const;
  const batch = written['data.rollout_batch_size'];
  const rollouts = written['worker.rollout.n'];
  const groups = Math.floor(world / (written[`worker.${worker}.ulysses_size`] ?? 1));
  if (batch < 1 || rollouts < 1 || groups < 1) return {};
  const perGpu = (global: number): number => Math.floor((global * rollouts) / groups);
  const shared = (batch * rollouts) / world;
  const usual = EASYR1_NUMBER_DEFAULTS[UPDATE];
  const fits = (global: number): boolean => {
    const share = perGpu(global);
    if (share < 1 || shared % share !== 0) return false;
    const piece = written[UPDATE] ?? (offload ? usual : 1);
    return offload ? share === piece : share % piece === 0;
  };
  const likely = (size: number): boolean => !offload || size * MOST_UPDATES >= batch;
  const global = written[GLOBAL] ?? sizesOfUpdate(batch).find((size) => likely(size) && fits(size));
  const share = perGpu(global ?? EASYR1_NUMBER_DEFAULTS[GLOBAL]);
  return {
    ...(global === undefined ? {} : { [GLOBAL]: global }),
    [UPDATE]: largestDivisor(share, usual),
    [EXPERIENCE]: largestDivisor(batch * rollouts, EASYR1_NUMBER_DEFAULTS[EXPERIENCE]),
  };
}

/** Updates of fewer prompts than this share of a step are not what anybody means by a batch. */
const MOST_UPDATES = 8;

/** Sizes of an update that divide a step, the likeliest first: at most EasyR1's 256 prompts, else the whole step. */
function sizesOfUpdate(batch: number): readonly number[] {
  const known = sizes.get(batch);
  if (known !== undefined) return known;
  const most = EASYR1_NUMBER_DEFAULTS['worker.actor.global_batch_size'];
  const usual: number[] = [];
  const small: number[] = [];
  for (let size = Math.min(most, batch); size >= 1; size--)
    if (batch % size === 0) (size * MOST_UPDATES >= batch ? usual : small).push(size);
  const found = [...usual, batch, ...small];
  if (sizes.size >= MOST_KEPT) sizes.clear();
  sizes.set(batch, found);
  return found;
}

/** Who looks for numbers that fit tries thousands of them. */
const sizes = new Map<number, readonly number[]>();
const MOST_KEPT = 2048;

/** The largest divisor of a number up to a bound; the bound itself where there is nothing to divide. */
function largestDivisor(value: number, most: number): number {
  if (value < 1) return most;
  for (let divisor = Math.min(most, value); divisor > 1; divisor--) if (value % divisor === 0) return divisor;
  return 1;
}
