import type { EngineName } from '../language';
import type { MetricValues, RunFinding } from '../protocol';

/** What the doctor may know of the run whose output it reads; on a log from anywhere it knows nothing. */
export interface Patient {
  readonly engine?: EngineName;
  readonly stage?: string;
  /** Settings of the stage by curriculum key, as the plan resolved them: for suggestions with the user's numbers. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A run of ours: it says itself which checkpoint a stage goes on from, so none is found unasked. */
  readonly ours?: boolean;
}

/** A finding with where it was seen. */
export interface Diagnosis extends RunFinding {
  /** Failures are fatal, silent, slow, a hang, or a matter of quality; see docs/reference.md. */
  readonly title: string;
  readonly place?: { readonly file?: string; /** From 1. */ readonly line?: number };
}

/**
 * Reads a run's log and metrics as they come and says what is wrong, each finding once a stage. Never throws, whatever
 * it is fed; the work per line and the memory are bounded.
 */
export interface Doctor {
  /** A piece of log text; lines may arrive in pieces. */
  log(chunk: string): readonly Diagnosis[];
  metrics(step: number, values: MetricValues): readonly Diagnosis[];
  /** `now` in milliseconds: finds a silence that is too long. */
  tick(now: number): readonly Diagnosis[];
  /** No more will come: the last, unfinished line is read, too. */
  end(): readonly Diagnosis[];
}
