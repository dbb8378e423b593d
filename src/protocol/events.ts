import type { MakeStep } from './made';
import type { MetricValues } from './metrics';
import type { Severity } from './problem';

/** What one rollout looked like: kept as a sample, so that a person can read what the reward saw. */
export interface RolloutSample {
  readonly row: string;
  readonly question: string;
  readonly gold: string;
  readonly response: string;
  readonly reward: Readonly<Record<string, number>>;
  /** Absolute paths of the question's images. */
  readonly images?: readonly string[];
}

/**
 * What an engine process says, one JSON object a line on its standard output. Lines that are not such an object
 * are log text. A closed union: every reader switches over all of it.
 */
export type EngineEvent =
  | {
      readonly type: 'started';
      readonly totalSteps: number;
      readonly firstStep: number;
      readonly device: string;
    }
  | { readonly type: 'metric'; readonly step: number; readonly values: MetricValues }
  | { readonly type: 'sample'; readonly step: number; readonly sample: RolloutSample }
  | {
      readonly type: 'checkpoint';
      readonly step: number;
      /** Folder, relative to the stage's folder, with forward slashes. Complete when the event is written. */
      readonly path: string;
      readonly score?: number;
    }
  | {
      readonly type: 'finding';
      readonly severity: Severity;
      readonly id: string;
      readonly message: string;
      readonly hint?: string;
      /** See `RunFinding`. */
      readonly step?: number;
      readonly evidence?: string;
      readonly cause?: string;
      readonly key?: string;
      readonly suggestion?: string | number | boolean;
    }
  | {
      readonly type: 'progress';
      readonly phase: Phase;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'finished'; readonly step: number; readonly reason: 'steps' | 'until' | 'stopped' }
  | { readonly type: 'failed'; readonly message: string; readonly hint?: string };

/** What an engine process is at; a dataset that is made goes through steps of its own. */
export type Phase = 'load' | 'train' | 'validate' | 'predict' | MakeStep;

export type StageState = 'waiting' | 'running' | 'done' | 'stopped' | 'failed' | 'interrupted';
export type RunState = 'queued' | 'running' | 'done' | 'stopped' | 'failed' | 'interrupted';

/** A line of `events.jsonl`: an engine's event or the supervisor's own, with when and for which stage. */
export type RunEvent = {
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  readonly stage?: string;
} & (
  | EngineEvent
  | { readonly type: 'stage-state'; readonly state: StageState; readonly reason?: string }
  | { readonly type: 'run-state'; readonly state: RunState; readonly reason?: string }
  /** What the machine did while a stage ran: `MACHINE_METRICS`, sampled every few seconds by the supervisor. */
  | { readonly type: 'machine'; readonly step: number; readonly values: MetricValues }
);

/** What a supervisor may ask of an engine process, one JSON object a line on its standard input. */
export interface EngineRequest {
  readonly type: 'stop';
  /** `until`: the stage's condition holds; the engine ends with a checkpoint and says `finished` with that reason. */
  readonly reason?: 'until';
}
