import type { DataEngine, DataOptions } from '../../data';
import type { Doctor, Patient } from '../../doctor';
import type { Engine } from '../../engines';
import type { EngineName } from '../../language';
import type { RunManifest } from '../folder/manifest';
import type { Sampler } from '../machine/sampler';
import type { Patience } from './engine-process';
import type { Journal } from './journal';
import type { StopSignal } from './stop-signal';

/** What the supervisor works with, and where it gets it from. */
export interface SupervisorParts {
  readonly engineFor: (name: EngineName) => Engine | Promise<Engine>;
  readonly openData: (options: DataOptions) => DataEngine | Promise<DataEngine>;
  /** Who reads logs and metrics for what is wrong; absent: nobody. */
  readonly doctorFor?: (patient: Patient) => Doctor;
  /** The command that audits and reports, to which the run folder is added. Default: the `report` of our own CLI. */
  readonly auditor?: readonly string[];
  /** The command that makes a dataset, to which its spec's path is added. Default: our own maker. */
  readonly maker?: readonly string[];
  /** Seconds between two looks at the machine. Default 5. */
  readonly sampleSeconds?: number;
}

/** What every part of a running supervisor works with. */
export interface RunContext {
  /** Absolute run folder. */
  readonly dir: string;
  readonly manifest: RunManifest;
  readonly engine: Engine;
  readonly parts: SupervisorParts;
  /** What it holds; absent when it does not queue. */
  readonly devices?: readonly string[];
  readonly sampler: Sampler;
  readonly journal: Journal;
  readonly stop: StopSignal;
  readonly patience: Patience;
}

/** How a stage ended. */
export type StageOutcome =
  { readonly state: 'done' } | { readonly state: 'stopped' | 'failed'; readonly reason: string };
