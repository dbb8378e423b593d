import type { RunFinding, RunSummary } from '../../protocol';
import type { RunStore } from '../store/run-store';

interface Told {
  readonly run: string;
  readonly findings: readonly RunFinding[];
  /** Of the ended run when its findings were read: while it stays, they need not be read again. */
  readonly stamp: string;
}

/** Tells the findings of the newest run of each curriculum, whenever any changes. */
export class FindingsTeller {
  private readonly told = new Map<string, Told>();

  constructor(private readonly tell: (file: string, run: string, findings: readonly RunFinding[]) => void) {}

  /** Runs whose events must be read as they come: the newest of a curriculum, while it lives. */
  reading(summaries: readonly RunSummary[]): readonly string[] {
    return [...newestByFile(summaries).values()]
      .filter(({ state }) => state === 'running')
      .map(({ dir }) => dir);
  }

  async tellNew(
    summaries: readonly RunSummary[],
    storeOf: (run: string) => Promise<RunStore>,
  ): Promise<void> {
    for (const [file, summary] of newestByFile(summaries)) {
      const { dir, state, findings: counts } = summary;
      const before = this.told.get(file);
      const stamp = state === 'running' ? '' : `${state} ${JSON.stringify(counts)}`;
      if (before?.run === dir && stamp !== '' && before.stamp === stamp) continue;
      const any = state === 'running' || counts.error + counts.warning + counts.info > 0;
      const findings = any ? (await storeOf(dir)).findings : [];
      if (before?.run === dir && before.findings === findings) {
        this.told.set(file, { run: dir, findings, stamp });
        continue;
      }
      this.told.set(file, { run: dir, findings, stamp });
      if (findings.length > 0 || (before?.findings.length ?? 0) > 0) this.tell(file, dir, findings);
    }
  }
}

/** The summaries come newest first. */
function newestByFile(summaries: readonly RunSummary[]): ReadonlyMap<string, RunSummary> {
  const newest = new Map<string, RunSummary>();
  for (const summary of summaries) {
    if (summary.file !== undefined && !newest.has(summary.file)) newest.set(summary.file, summary);
  }
  return newest;
}
