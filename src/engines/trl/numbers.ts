import type { SettingKey, StageSettings } from '../../language';

/** What decides whether TRL can share the work of a stage: needs no data and no plan. */
export interface TrlStage {
  readonly settings: StageSettings;
  /** Flat, those of `defaults` included. */
  readonly engineOptions: Readonly<Record<string, unknown>>;
}

/** Keys whose numbers must fit one another. */
export const TRL_NUMBER_KEYS = [
  'batch',
  'num_generations',
  'gpus',
  'per_device_train_batch_size',
  'gradient_accumulation_steps',
  'generation_batch_size',
  'steps_per_generation',
] as const;
export type TrlNumberKey = (typeof TRL_NUMBER_KEYS)[number];

/** Settings of the language that such a number is. */
export const TRL_SETTING_OF: Readonly<Partial<Record<TrlNumberKey, SettingKey>>> = {
  batch: 'batch',
  num_generations: 'rollouts',
  gpus: 'gpus',
};

/** The numbers as they will be; those that nobody writes are chosen by the runner so that they fit. */
export interface TrlNumbers {
  readonly batch: number;
  /** Responses of a prompt; 1 for supervised fine-tuning, which samples none. */
  readonly num_generations: number;
  /** Processes: one a GPU, one on the processor. */
  readonly gpus: number;
  readonly per_device_train_batch_size?: number;
  readonly gradient_accumulation_steps?: number;
  readonly generation_batch_size?: number;
  readonly steps_per_generation?: number;
  readonly samples: boolean;
}

/** The numbers of a stage; nothing where one of them is no whole number above 0, which its own check reports. */
export function trlNumbers({ settings, engineOptions }: TrlStage): TrlNumbers | undefined {
  const samples = settings.method === 'grpo';
  const groups = engineOptions.num_generations ?? settings.rollouts;
  const written = TRL_NUMBER_KEYS.slice(3).flatMap((key): [string, unknown][] => {
    const value = engineOptions[key];
    return value === undefined || value === null ? [] : [[key, value]];
  });
  const numbers = {
    batch: settings.batch,
    num_generations: samples ? groups : 1,
    gpus: Math.max(1, settings.gpus),
    ...Object.fromEntries(written),
  };
  const whole = Object.values(numbers).every(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0,
  );
  return whole ? ({ ...numbers, samples } as TrlNumbers) : undefined;
}
