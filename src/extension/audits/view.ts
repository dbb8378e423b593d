import { EventEmitter, TreeItem, window, type TreeDataProvider, type TreeView } from 'vscode';
import { errorText } from '../../protocol';
import type { Disposables } from '../disposables';
import { dropResults } from './drop';
import type { AuditEntry } from './entry';
import { benchmarkItem, setItem } from './item';
import type { Audits } from './model';

export const AUDITS_VIEW = 'stagecraft.audits';

/** The Audits view. */
export interface AuditsView {
  readonly tree: TreeView<AuditEntry>;
  readonly entries: TreeDataProvider<AuditEntry>;
}

/** Makes the tree of audits and their benchmarks. Its first look starts the auditor. Results can be dropped on it. */
export function auditsView(audits: Audits, disposables: Disposables): AuditsView {
  const changes = disposables.add(new EventEmitter<AuditEntry | undefined>());
  /** An entry of an audit stays the same object: the editor knows by it what is unfolded. */
  const known = new Map<string, AuditEntry>();
  const entryOf = (set: string): AuditEntry => {
    const entry = known.get(set) ?? { kind: 'set', set };
    known.set(set, entry);
    return entry;
  };
  const entries: TreeDataProvider<AuditEntry> = {
    onDidChangeTreeData: changes.event,
    getChildren: async (entry) => {
      if (entry === undefined) {
        await audits.start();
        return audits.list().map(({ dir }) => entryOf(dir));
      }
      const benchmarks = entry.kind === 'set' ? (audits.get(entry.set)?.benchmarks ?? []) : [];
      return benchmarks.map(({ name }): AuditEntry => ({ kind: 'benchmark', set: entry.set, name }));
    },
    getParent: (entry) => (entry.kind === 'benchmark' ? entryOf(entry.set) : undefined),
    getTreeItem: (entry) => {
      const set = audits.get(entry.set);
      if (set === undefined) return new TreeItem('');
      if (entry.kind === 'set') return setItem(set);
      const benchmark = set.benchmarks.find(({ name }) => name === entry.name);
      return benchmark === undefined ? new TreeItem('') : benchmarkItem(set, benchmark);
    },
  };
  const tree = disposables.add(
    window.createTreeView<AuditEntry>(AUDITS_VIEW, {
      canSelectMany: true,
      showCollapseAll: true,
      treeDataProvider: entries,
      dragAndDropController: dropResults(),
    }),
  );
  disposables.add(
    audits.onChanged(() => {
      const listed = new Set(audits.list().map(({ dir }) => dir));
      for (const dir of known.keys()) if (!listed.has(dir)) known.delete(dir);
      tree.message = audits.failure() === undefined ? '' : errorText(audits.failure());
      changes.fire(undefined);
    }),
  );
  return { tree, entries };
}
