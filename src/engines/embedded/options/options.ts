import { nearest } from '../../../language';
import type { Device } from '../runtime/runtime';

/** The embedded engine's own keys: those of `engine: { embedded: ... }` and of a stage's `engine_options`. */
export interface EmbeddedOptions {
  readonly device: Device;
  /** Threads of one operation. */
  readonly threads: number;
  /** Model folder to start from, relative to the curriculum's folder; absent: the curriculum's `model`. */
  readonly base?: string;
  /** Most validation rows. */
  readonly validation_rows: number;
  /** Sampled answers a validation row (k of mean@k). */
  readonly validation_samples: number;
  /** Optimizer updates on the same rollouts. */
  readonly updates: number;
}

export const DEVICES = ['cpu', 'webgpu', 'cuda'] as const satisfies readonly Device[];
const DEFAULTS: EmbeddedOptions = {
  device: 'cpu',
  threads: 2,
  validation_rows: 64,
  validation_samples: 4,
  updates: 1,
};
const COUNTS = { threads: 256, validation_rows: 1_000_000, validation_samples: 256, updates: 64 } as const;
export const OPTION_NAMES = [...Object.keys(DEFAULTS), 'base'] as readonly (keyof EmbeddedOptions)[];

export interface OptionFault {
  readonly kind: 'unknown' | 'value';
  readonly key: string;
  readonly message: string;
  readonly hint: string;
}

/** Reads options as YAML gave them; faults are told, and the default stands in. */
export function parseOptions(raw: Readonly<Record<string, unknown>>): {
  readonly options: EmbeddedOptions;
  readonly faults: readonly OptionFault[];
} {
  const faults: OptionFault[] = [];
  const options: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, value] of Object.entries(raw)) {
    const expected = expectation(key, value);
    if (expected === undefined) options[key] = value;
    else if (isOption(key))
      faults.push({
        kind: 'value',
        key,
        message: `\`${key}\` must be ${expected}`,
        hint: `Write ${expected}.`,
      });
    else faults.push(unknownOption(key));
  }
  return { options: options as unknown as EmbeddedOptions, faults };
}

const isOption = (key: string): boolean => OPTION_NAMES.some((name) => name === key);

/** What a value should have been; `undefined` when it is fine. */
function expectation(key: string, value: unknown): string | undefined {
  if (key === 'device')
    return DEVICES.some((device) => device === value) ? undefined : `one of ${DEVICES.join(', ')}`;
  if (key === 'base') return typeof value === 'string' && value !== '' ? undefined : 'a folder';
  if (!Object.hasOwn(COUNTS, key)) return 'a known option';
  const most = COUNTS[key as keyof typeof COUNTS];
  const fine = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
  return fine ? undefined : `a whole number from 1 to ${most}`;
}

function unknownOption(key: string): OptionFault {
  const meant = nearest(key, OPTION_NAMES);
  return {
    kind: 'unknown',
    key,
    message: `The embedded engine has no option \`${key}\``,
    hint: meant === undefined ? `It has ${OPTION_NAMES.join(', ')}.` : `Did you mean \`${meant}\`?`,
  };
}
