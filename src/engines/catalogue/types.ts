import type { StageSettings } from '../../language';

export type TrainingMethod = StageSettings['method'];

/** One of an engine's own keys, as `engine_options` may write it. */
export interface EngineOption {
  /** Flat, such as `worker.actor.clip_ratio_high`. */
  readonly key: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'map' | 'any';
  readonly nullable: boolean;
  /** The engine's own default; `null` also where the engine finds a value at its start. */
  readonly default: unknown;
  /** The only texts that are allowed; of a list, the only items. */
  readonly values?: readonly string[];
  /** One or two sentences, ending with a stop. */
  readonly doc: string;
  /** The key is filled in when a stage starts: a value written here would be lost. */
  readonly automatic: boolean;
  /** The only methods whose trainer takes the key; absent means all. */
  readonly methods?: readonly TrainingMethod[];
}
