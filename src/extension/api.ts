import type { Event, TreeDataProvider } from 'vscode';
import type { RunSummary } from '../protocol';
import type { Entry } from './run-list/entry';
import type { RunsChange } from './run-list/model';

/** What other extensions may use of this one: `extensions.getExtension('stagecraft.stagecraft').exports`. */
export interface StagecraftApi {
  /** The runs of this window's folders, in the order of the Runs view; the first call begins to watch them. */
  runs(): Promise<readonly RunSummary[]>;
  readonly onDidChangeRuns: Event<RunsChange>;
  /** The entries of the Runs view, for a view of one's own. */
  readonly entries: TreeDataProvider<Entry>;
}
