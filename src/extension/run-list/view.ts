import { EventEmitter, l10n, TreeItem, window, type TreeDataProvider, type TreeView } from 'vscode';
import { isLive, type RunFinding, type RunSummary } from '../../protocol';
import type { Parts } from '../context';
import type { Entry } from './entry';
import { findingItem, moreItem, runItem, stageItem } from './item';

export const RUNS_VIEW = 'stagecraft.runs';

/** Runs that are shown at first, and that `Show more` adds. */
const PAGE = 200;
/** Live runs change several times a second; lines that change more often cannot be read. */
const REDRAW_MS = 250;

/** The Runs view. */
export interface RunsView {
  readonly tree: TreeView<Entry>;
  readonly entries: TreeDataProvider<Entry>;
  /**
   * Selects a run in the view, without taking the focus. Nothing when it is not in the list, or the view is not seen: a
   * side bar that changes by itself takes away what the user looks at, and badge and status bar tell of the run.
   */
  reveal(dir: string): Promise<void>;
  more(): Promise<void>;
}

/** Makes the tree of runs, stages and findings. Its first look starts the monitor. */
export function runsView({ monitor, runs, disposables }: Parts): RunsView {
  const changes = disposables.add(new EventEmitter<Entry | Entry[] | undefined>());
  /** An entry of a run stays the same object: the editor knows by it what to redraw. */
  const entries = new Map<string, Entry>();
  let page = PAGE;

  const entryOf = (run: string): Entry => {
    const known = entries.get(run);
    if (known !== undefined) return known;
    const entry: Entry = { kind: 'run', run };
    entries.set(run, entry);
    return entry;
  };

  const top = async (): Promise<Entry[]> => {
    await runs.start();
    const list = runs.list().slice(0, page);
    const left = runs.total() - list.length;
    const all = list.map(({ dir }) => entryOf(dir));
    return left > 0 ? [...all, { kind: 'more', left }] : all;
  };

  const below = async (dir: string): Promise<Entry[]> => {
    const run = runs.get(dir);
    if (run === undefined) return [];
    const stages = run.stages.map(({ id }): Entry => ({ kind: 'stage', run: dir, stage: id }));
    const findings = await findingsOf(run);
    return [
      ...findings.map((finding, index): Entry => ({ kind: 'finding', run: dir, finding, index })),
      ...stages,
    ];
  };

  /** What was found in runs that are unfolded; asked for again when there is more of it. */
  const found = new Map<
    string,
    { readonly count: number; readonly findings: Promise<readonly RunFinding[]> }
  >();
  const findingsOf = ({ dir, findings }: RunSummary): Promise<readonly RunFinding[]> => {
    const count = findings.error + findings.warning + findings.info;
    if (count === 0) return Promise.resolve([]);
    const known = found.get(dir);
    if (known?.count === count) return known.findings;
    const asked = monitor.ask('detail', { run: dir }).then(
      (detail) => detail.findings,
      (): readonly RunFinding[] => {
        // Their counts are in the tooltip; the next look asks again.
        found.delete(dir);
        return [];
      },
    );
    found.set(dir, { count, findings: asked });
    return asked;
  };

  const provider: TreeDataProvider<Entry> = {
    onDidChangeTreeData: changes.event,
    getChildren: (entry) =>
      entry === undefined ? top() : entry.kind === 'run' ? below(entry.run) : Promise.resolve([]),
    getParent: (entry) =>
      entry.kind === 'stage' || entry.kind === 'finding' ? entryOf(entry.run) : undefined,
    getTreeItem: (entry) => {
      switch (entry.kind) {
        case 'more':
          return moreItem(entry.left);
        case 'finding':
          return findingItem(entry.run, entry.finding, entry.index);
        case 'run': {
          const run = runs.get(entry.run);
          return run === undefined ? new TreeItem('') : runItem(run);
        }
        case 'stage': {
          const stage = runs.get(entry.run)?.stages.find(({ id }) => id === entry.stage);
          return stage === undefined ? new TreeItem('') : stageItem(entry.run, stage);
        }
      }
    },
  };
  const tree = disposables.add(
    window.createTreeView<Entry>(RUNS_VIEW, {
      canSelectMany: true,
      showCollapseAll: true,
      treeDataProvider: provider,
    }),
  );

  /**
   * The runs in the order that the view was last told to draw. Not the order that was last asked for: a reveal and
   * other extensions ask, too, and the view draws nothing of their answers.
   */
  let shown: readonly string[] = [];
  const dirty = new Set<string>();
  let drawing: NodeJS.Timeout | undefined;
  const draw = (): void => {
    drawing = undefined;
    const now = runs
      .list()
      .slice(0, page)
      .map(({ dir }) => dir);
    const sameOrder = now.length === shown.length && now.every((dir, index) => dir === shown[index]);
    shown = now;
    // Lines alone are redrawn in place; only another order redraws the list.
    const lines = [...dirty].filter((dir) => shown.includes(dir)).map(entryOf);
    if (!sameOrder) changes.fire(undefined);
    else if (lines.length > 0) changes.fire(lines);
    dirty.clear();
  };

  const show = (): void => {
    const live = runs.list().filter(isLive).length;
    const badge = live === 0 ? undefined : { value: live, tooltip: l10n.t('Live runs: {0}', live) };
    if (tree.badge?.value !== badge?.value) tree.badge = badge;
    tree.message = runs.failure() === undefined ? '' : messageOf(runs.failure());
  };

  disposables.add(
    runs.onChanged(({ changed, removed }) => {
      for (const { dir } of changed) dirty.add(dir);
      for (const dir of removed) {
        entries.delete(dir);
        found.delete(dir);
      }
      drawing ??= setTimeout(draw, REDRAW_MS);
      show();
    }),
  );
  disposables.add({ dispose: () => clearTimeout(drawing) });

  return {
    tree,
    entries: provider,
    reveal: async (dir) => {
      if (!tree.visible || runs.get(dir) === undefined) return;
      await tree.reveal(entryOf(dir), { select: true, focus: false, expand: true });
    },
    more: async () => {
      page += PAGE;
      if (runs.list().length < Math.min(page, runs.total())) await runs.more(PAGE);
      changes.fire(undefined);
    },
  };
}

const messageOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String(failure);
