import type { RunSummary, ToDashboard } from '../../protocol';

/** Gathers what a page is to hear of its runs, and says it at most every so many ms: the first thing at once. */
export interface Batch {
  changed(summaries: readonly RunSummary[], removed: readonly string[]): void;
  grew(run: string, revision: number): void;
  /** Forgets what was not said yet. */
  stop(): void;
}

/** Ten times a second. */
const INTERVAL = 100;

/** Of several changes of one run only the last is said. */
export function batch(post: (message: ToDashboard) => void, interval = INTERVAL): Batch {
  const summaries = new Map<string, RunSummary>();
  const removed = new Set<string>();
  const revisions = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;

  const say = (): void => {
    timer = undefined;
    last = performance.now();
    if (summaries.size + removed.size > 0)
      post({ type: 'changed', summaries: [...summaries.values()], removed: [...removed] });
    for (const [run, revision] of revisions) post({ type: 'grew', run, revision });
    for (const gathered of [summaries, removed, revisions]) gathered.clear();
  };
  const soon = (): void => {
    timer ??= setTimeout(say, Math.max(0, last + interval - performance.now()));
  };
  return {
    changed: (some, gone) => {
      for (const summary of some) {
        removed.delete(summary.dir);
        summaries.set(summary.dir, summary);
      }
      for (const dir of gone) {
        summaries.delete(dir);
        removed.add(dir);
      }
      if (some.length + gone.length > 0) soon();
    },
    grew: (run, revision) => {
      revisions.set(run, revision);
      soon();
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      for (const gathered of [summaries, removed, revisions]) gathered.clear();
    },
  };
}
