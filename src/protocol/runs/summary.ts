import type { Phase, RunState, StageState } from '../events';
import type { Severity } from '../problem';

/** What stands for a stage in a list: a stage of the plan, what a run does after the last one, or a dataset that is made. */
export type StageKind = 'stage' | 'predict' | 'audit' | 'make';

export interface StageSummary {
  readonly id: string;
  readonly kind: StageKind;
  readonly state: StageState;
  readonly reason?: string;
  /** How often its engine was started. */
  readonly attempts: number;
  readonly step: number;
  /** 0 while unknown. */
  readonly totalSteps: number;
  /** ISO 8601, UTC. */
  readonly started?: string;
  readonly ended?: string;
  /** The best checkpoint so far: by validation score. */
  readonly best?: { readonly step: number; readonly score: number };
  /** The latest value of the metric that says most: `val_accuracy`, else `accuracy`, else `reward`, else `loss`. */
  readonly metric?: { readonly name: string; readonly value: number };
  /** What the making of a dataset is at. */
  readonly phase?: { readonly name: Phase; readonly done: number; readonly total: number };
}

/** A run as a list shows it. */
export interface RunSummary {
  /** Absolute run folder: the name by which everything else asks for a run. */
  readonly dir: string;
  /** Absolute folder that holds `.stagecraft`. */
  readonly root: string;
  readonly id: string;
  readonly name: string;
  readonly variant?: string;
  /** `make` where datasets are made. */
  readonly engine: string;
  /** Datasets that it makes, in order; absent: it trains. */
  readonly make?: { readonly datasets: readonly string[] };
  /** Absolute path of its curriculum, when its files still tell. */
  readonly file?: string;
  /** A short trial on the embedded engine; its checkpoints are nobody's start. */
  readonly rehearsal: boolean;
  /** Devices it holds or waits for: `cpu`, `gpu:0`, ...; empty when it does not queue. */
  readonly devices: readonly string[];
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly state: RunState | 'unreadable';
  /** Why it failed, stopped, was interrupted, waits or cannot be read. */
  readonly reason?: string;
  /** What should be known of a running one: starting, silent, or on another machine. */
  readonly note?: string;
  readonly stages: readonly StageSummary[];
  readonly findings: Readonly<Record<Severity, number>>;
}

/** The newest runs of all roots, newest first, and how many there are. */
export interface RunList {
  readonly runs: readonly RunSummary[];
  readonly total: number;
}

export const isLive = ({ state }: Pick<RunSummary, 'state'>): boolean =>
  state === 'running' || state === 'queued';
