import type { EngineName, SettingKey } from '../../language';
import type { MetricName } from '../../protocol';
import type { Plan, PlannedStage } from '../types';

/** What a key is about: a training setting, another key of the curriculum, or an option of the engine. */
export type KeyOrigin =
  | SettingKey
  | 'model'
  | 'data'
  | 'schedule'
  | 'prompt'
  | 'reward'
  | 'from'
  | 'name'
  | 'engine'
  | 'engine_options';

/**
 * One key of an engine's configuration as a stage sets it. `decided` stands in for a value that only the run knows
 * (a folder of the run, the checkpoint of an earlier stage), in words.
 */
export type EngineKey = {
  readonly origin: KeyOrigin;
  /** The engine's own name, such as `worker.rollout.n`. */
  readonly key: string;
} & ({ readonly value: unknown } | { readonly decided: string });

/** How one engine is told what a plan says; pure data and no knowledge of processes. */
export interface EngineKeyTable {
  readonly engine: EngineName;
  /** All keys a stage sets, in the engine's own order of topics; `engine_options` come last and win. */
  keys(plan: Plan, stage: PlannedStage): readonly EngineKey[];
  /** For each metric of ours that the engine reports, its own name; absent metrics are never reported. */
  readonly metrics: Readonly<Partial<Record<MetricName, string>>>;
  /** Those of `metrics` that supervised fine-tuning reports, too: it samples no responses. */
  readonly supervised: readonly MetricName[];
}
