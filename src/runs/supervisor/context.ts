import type { DataEngine, DataOptions } from '../../data';
import type { Engine } from '../../engines';
import type { EngineName } from '../../language';
import type { RunManifest } from '../folder/manifest';
import type { Patience } from './engine-process';
import type { Journal } from './journal';
import type { StopSignal } from './stop-signal';

/** Where the supervisor gets its engines and its data engine from. */
export interface SupervisorParts {
  readonly engineFor: (name: EngineName) => Engine | Promise<Engine>;
  readonly openData: (options: DataOptions) => DataEngine | Promise<DataEngine>;
}

/** What every part of a running supervisor works with. */
export interface RunContext {
  /** Absolute run folder. */
  readonly dir: string;
  readonly manifest: RunManifest;
  readonly engine: Engine;
  readonly openData: SupervisorParts['openData'];
  readonly journal: Journal;
  readonly stop: StopSignal;
  readonly patience: Patience;
}

/** How a stage ended. */
export type StageOutcome =
  { readonly state: 'done' } | { readonly state: 'stopped' | 'failed'; readonly reason: string };
