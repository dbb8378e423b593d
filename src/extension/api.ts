import type { Event, TreeDataProvider } from 'vscode';
import type { AuditSet, RunSummary } from '../protocol';
import type { AuditPanel } from './audit-browser';
import type { AuditEntry } from './audits/entry';
import type { FailureThread } from './comments';
import type { Ctx } from './context';
import type { MadePanel } from './made';
import type { Entry } from './run-list/entry';
import type { RunsChange } from './run-list/model';

/** What other extensions may use of this one: `extensions.getExtension('stagecraft.stagecraft').exports`. */
export interface StagecraftApi {
  /** The runs of this window's folders, in the order of the Runs view; the first call begins to watch them. */
  runs(): Promise<readonly RunSummary[]>;
  readonly onDidChangeRuns: Event<RunsChange>;
  /** The entries of the Runs view, for a view of one's own. */
  readonly entries: TreeDataProvider<Entry>;
  /** The audits of this window's folders, newest first. */
  audits(): Promise<readonly AuditSet[]>;
  readonly auditEntries: TreeDataProvider<AuditEntry>;
  /** The audit browsers that are open: what each shows, and how it is made to show something else. */
  auditBrowsers(): readonly AuditPanel[];
  /** The browsers of made data that are open, one for each curriculum. */
  madeBrowsers(): readonly MadePanel[];
  /** The threads below stages that show failures. */
  failureThreads(): readonly FailureThread[];
}

/** What the extension hands to others. */
export const stagecraftApi = ({
  runs,
  runsView,
  audits,
  auditsView,
  browsers,
  made,
  threads,
}: Ctx): StagecraftApi => ({
  runs: async () => {
    await runs.start();
    return runs.list();
  },
  onDidChangeRuns: runs.onChanged,
  entries: runsView.entries,
  audits: async () => {
    await audits.start();
    return audits.list();
  },
  auditEntries: auditsView.entries,
  auditBrowsers: () => browsers.list(),
  madeBrowsers: () => made.list(),
  failureThreads: () => threads.list(),
});
