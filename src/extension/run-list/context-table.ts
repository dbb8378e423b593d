import type { RunSummary } from '../../protocol';
import { canResume, isEvaluable } from './look';

/** What `when` clauses may ask about runs; a test compares the names with those in `package.json`. */
export const CONTEXT_KEYS = {
  'stagecraft.hasRuns': (runs) => runs.length > 0,
  'stagecraft.liveRuns': (runs) => runs.some(({ state }) => state === 'running' || state === 'queued'),
  'stagecraft.queuedRuns': (runs) => runs.some(({ state }) => state === 'queued'),
  'stagecraft.resumableRuns': (runs) => runs.some(canResume),
  'stagecraft.evaluableRuns': (runs) => runs.some(isEvaluable),
} as const satisfies Readonly<Record<string, (runs: readonly RunSummary[]) => boolean>>;

/** Whether the active editor holds a curriculum: a view does not see the `editorLangId` of the editor beside it. */
export const CURRICULUM_KEY = 'stagecraft.curriculumActive';
