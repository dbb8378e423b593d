import type { Severity } from '../problem';

/** What the log doctor, or an engine, found in a run. */
export interface RunFinding {
  /** `F01`...: a known failure (docs/reference.md); anything else is an engine's own. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** The line of the log or the metric's values that show it. */
  readonly evidence?: string;
  /** Why this happens. */
  readonly cause?: string;
  /** What mends it. */
  readonly hint?: string;
  readonly stage?: string;
  readonly step?: number;
  /**
   * The responsible key of the curriculum, relative to the stage (`learning_rate`, `engine_options.data.max_pixels`)
   * or, with a leading slash, to the file (`/prompt`, `/datasets/docci/images`).
   */
  readonly key?: string;
  /** A value for that key that should mend it. */
  readonly suggestion?: string | number | boolean;
  /** ISO 8601, UTC; of the first time it was seen. */
  readonly time?: string;
}
