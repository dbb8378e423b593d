import { SETTINGS, type SettingKey } from '../language';
import { engineOptions } from '../engines';

/** Keys of EasyR1 that are a setting of the language, the same number under another name. */
const SAME: readonly (readonly [key: string, setting: SettingKey])[] = [
  ['trainer.total_epochs', 'epochs'],
  ['trainer.max_steps', 'steps'],
  ['data.rollout_batch_size', 'batch'],
  ['worker.rollout.n', 'rollouts'],
  ['worker.actor.optim.lr', 'learning_rate'],
  ['worker.actor.optim.lr_warmup_steps', 'warmup_steps'],
  ['worker.actor.optim.weight_decay', 'weight_decay'],
  ['worker.actor.max_grad_norm', 'grad_clip'],
  ['worker.actor.clip_ratio_low', 'clip'],
  ['worker.actor.clip_ratio_high', 'clip_high'],
  ['worker.rollout.temperature', 'temperature'],
  ['data.max_prompt_length', 'max_prompt_length'],
  ['data.max_response_length', 'max_response_length'],
  ['data.seed', 'seed'],
  ['trainer.val_freq', 'validate_every'],
  ['trainer.save_freq', 'save_every'],
  ['trainer.n_gpus_per_node', 'gpus'],
];

/** All keys of one start: what it wrote, where EasyR1's own defaults stand for the rest. */
export class Keys {
  /** Keys that no word of the language has taken yet. */
  private readonly left: Map<string, unknown>;

  constructor(private readonly written: ReadonlyMap<string, unknown>) {
    this.left = new Map(written);
  }

  /** The value with which EasyR1 would run, and marks the key as said. */
  take(key: string): unknown {
    this.left.delete(key);
    return this.written.has(key)
      ? this.written.get(key)
      : (engineOptions('easyr1').get(key)?.default ?? undefined);
  }

  has(key: string): boolean {
    return this.written.has(key);
  }

  rest(): ReadonlyMap<string, unknown> {
    return this.left;
  }
}

export interface Translated {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The settings in the language's words, those alone that differ from its defaults, and options of EasyR1 for values
 * that no word can say.
 */
export function translateSettings(keys: Keys): Translated {
  const settings: Record<string, unknown> = {};
  const options: Record<string, unknown> = {};
  for (const [key, setting] of SAME) {
    const value = keys.take(key) ?? undefined;
    if (value === undefined) continue;
    if (fits(setting, value)) settings[setting] = value;
    // “Never” is EasyR1's default for validations and checkpoints; unless it is written, the plan chooses.
    else if (keys.has(key)) options[key] = value;
  }
  if (settings.steps !== undefined) delete settings.epochs;
  // Where the two differ, the rest of EasyR1 goes by one seed and the rollouts by the other.
  const sampling = keys.take('worker.rollout.seed');
  if (sampling !== undefined && sampling !== (settings.seed ?? SETTINGS.seed.default))
    options['worker.rollout.seed'] = sampling;
  limit(keys, settings, options);
  divergence(keys, settings, options);
  warmup(keys, settings, options);
  return { settings: withoutDefaults(settings), options };
}

/** EasyR1 counts the best checkpoint among those it keeps. */
function limit(keys: Keys, settings: Record<string, unknown>, options: Record<string, unknown>): void {
  const kept = keys.take('trainer.save_limit');
  if (typeof kept === 'number' && Number.isInteger(kept) && kept >= 2) settings.keep_checkpoints = kept - 1;
  else if (keys.has('trainer.save_limit')) options['trainer.save_limit'] = kept;
}

/** `kl` is a loss term with the k3 estimate, or nothing at all; another form of it stays EasyR1's. */
function divergence(keys: Keys, settings: Record<string, unknown>, options: Record<string, unknown>): void {
  const coefficient = keys.take('algorithm.kl_coef');
  const off = keys.take('algorithm.disable_kl') === true;
  const asLoss = keys.take('algorithm.use_kl_loss');
  const form = keys.take('algorithm.kl_penalty');
  settings.kl = off ? 0 : coefficient;
  if (off) return;
  if (coefficient === 0) options['algorithm.disable_kl'] = false;
  if (asLoss !== true) options['algorithm.use_kl_loss'] = asLoss;
  if (form !== 'low_var_kl') options['algorithm.kl_penalty'] = form;
}

/** A share of all steps counts only where no number of steps is given. */
function warmup(keys: Keys, settings: Record<string, unknown>, options: Record<string, unknown>): void {
  const share = keys.take('worker.actor.optim.lr_warmup_ratio');
  if (typeof share !== 'number' || share === 0 || settings.warmup_steps !== undefined) return;
  options['worker.actor.optim.lr_warmup_ratio'] = share;
  options['worker.actor.optim.lr_warmup_steps'] = null;
}

function fits(setting: SettingKey, value: unknown): boolean {
  const shape: {
    readonly kind: string;
    readonly min?: number;
    readonly max?: number;
    readonly exclusiveMin?: boolean;
  } = SETTINGS[setting];
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (shape.kind === 'integer' && !Number.isSafeInteger(value)) return false;
  const { min = -Infinity, max = Infinity } = shape;
  return (shape.exclusiveMin === true ? value > min : value >= min) && value <= max;
}

function withoutDefaults(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const clip = settings.clip ?? SETTINGS.clip.default;
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => {
      if (key === 'clip_high') return value !== clip;
      const spec = SETTINGS[key as SettingKey];
      return !('default' in spec) || spec.default !== value;
    }),
  );
}
