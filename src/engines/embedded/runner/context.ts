import type { EngineEvent } from '../../../protocol';

/** What a runner's work may use of its process. */
export interface RunnerContext {
  readonly emit: (event: EngineEvent) => void;
  readonly log: (line: string) => void;
  /** Someone asked for an end: finish the step in hand, save, leave. */
  readonly stopRequested: () => boolean;
}
