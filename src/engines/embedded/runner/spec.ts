import { readFileSync } from 'node:fs';
import type { DataSource } from '../../../data';
import type { RewardRef, StageSettings } from '../../../language';
import type { Arm } from '../../../protocol';
import { messageOf, UserError } from '../errors';
import type { EmbeddedOptions } from '../options/options';

interface CommonSpec {
  readonly options: EmbeddedOptions;
  /** Model folder at the beginning of the curriculum, and the model it stands in for, if any. */
  readonly base: { readonly folder: string; readonly standsIn?: string };
  /** Format prompt. */
  readonly prompt?: string;
  /** Folders that data may be read from. */
  readonly folders: readonly string[];
  readonly settings: StageSettings;
}

/** What the runner process is told to train. */
export interface TrainSpec extends CommonSpec {
  readonly kind: 'train';
  readonly stageDir: string;
  readonly train: readonly (DataSource & { readonly where?: string })[];
  readonly validation?: DataSource;
  readonly reward: RewardRef;
  readonly shuffle: boolean;
  readonly steps: { readonly total: number; readonly perEpoch: number };
  readonly until?: string;
  /** Checkpoint folder to start from; absent: the base. */
  readonly from?: string;
  /** Checkpoint folder of this stage to go on from. */
  readonly resume?: string;
}

/** What the runner process is told to predict. */
export interface PredictSpec extends CommonSpec {
  readonly kind: 'predict';
  readonly sources: readonly DataSource[];
  readonly checkpoint?: string;
  readonly output: string;
  /** Samples for each arm, all that apply unless `only` names some; absent: only the greedy answer. */
  readonly arms?: { readonly k: number; readonly only?: readonly Arm[] };
  /** At most so many rows, drawn with the seed. */
  readonly limit?: number;
}

export type RunnerSpec = TrainSpec | PredictSpec;

/** Reads the file that `launch` had written. It is our own; the check guards against a torn or foreign file. */
export function readSpec(file: string): RunnerSpec {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`The stage description ${file} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const { kind, options, base, folders, settings } = (value ?? {}) as Record<string, unknown>;
  const whole =
    (kind === 'train' || kind === 'predict') &&
    [options, base, settings].every((part) => typeof part === 'object' && part !== null) &&
    Array.isArray(folders);
  if (!whole) throw new UserError(`${file} is not a stage description of the embedded engine`);
  return value as RunnerSpec;
}
