import type { RunSummary } from '../../protocol';

/** How a run that was seen live has ended. A run that a user has stopped is no news. */
export type Ending = RunSummary & { readonly state: 'done' | 'failed' | 'interrupted' };

/** Tells which of some changed runs have just ended; only those that this window has seen live. */
export function endings(): (changed: readonly RunSummary[]) => readonly Ending[] {
  const live = new Set<string>();
  return (changed) =>
    changed.filter((run): run is Ending => {
      if (run.state === 'running' || run.state === 'queued') live.add(run.dir);
      else if (live.delete(run.dir))
        return run.state === 'done' || run.state === 'failed' || run.state === 'interrupted';
      return false;
    });
}
