import { EventEmitter, workspace, type Event } from 'vscode';
import { isLive, type LaunchedRun, type RunList, type RunSummary } from '../../protocol';
import type { Disposables } from '../disposables';
import { MARKS } from '../marks';
import type { Monitor } from '../run-monitor/held';
import { goneFrom, inOrder } from './order';

/** Runs that came or changed, and the folders of those that went. */
export interface RunsChange {
  readonly changed: readonly RunSummary[];
  readonly removed: readonly string[];
}

/** The runs of this window's folders, kept up to date by the monitor. Nothing is watched before `start`. */
export interface Runs {
  /** Live first, then queued, then newest first. */
  list(): readonly RunSummary[];
  get(dir: string): RunSummary | undefined;
  /** How many there are, those included that `list` has not. */
  total(): number;
  /** Begins to watch, once; resolves when the list is there and never rejects: `failure` then says why it is not. */
  start(): Promise<void>;
  readonly failure: () => unknown;
  /** Fetches so many older runs more. */
  more(count: number): Promise<void>;
  /** Watches a folder outside of the workspace, too. */
  watchRoot(root: string): Promise<void>;
  /** The summary of a run that was just started, as soon as the monitor tells it. */
  arrival(run: LaunchedRun): Promise<RunSummary | undefined>;
  readonly onChanged: Event<RunsChange>;
}

/** Longer than a started run takes to be seen. */
const ARRIVAL_MS = 5000;

/** Makes the list of runs; it follows the workspace's folders and survives the monitor. */
export function runsModel(monitor: Monitor, disposables: Disposables): Runs {
  const known = new Map<string, RunSummary>();
  const outside = new Set<string>();
  const changes = disposables.add(new EventEmitter<RunsChange>());
  /** Five listeners ask for the order at each change of a live run. */
  let ordered: readonly RunSummary[] | undefined;
  let total = 0;
  let started: Promise<void> | undefined;
  let failure: unknown;

  const roots = (): readonly string[] => [
    ...new Set([
      ...(workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : [])),
      ...outside,
    ]),
  ];

  const take = (list: RunList): void => {
    apply({ changed: list.runs, removed: goneFrom(list, known.values()) }, list.total);
  };

  const apply = (change: RunsChange, count: number): void => {
    total = count;
    ordered = undefined;
    for (const dir of change.removed) known.delete(dir);
    for (const run of change.changed) known.set(run.dir, run);
    changes.fire(change);
  };

  const watch = async (): Promise<void> => {
    try {
      take(await monitor.ask('watch', { roots: roots() }));
      failure = undefined;
      performance.mark(MARKS.runs);
    } catch (error) {
      failure = error;
      changes.fire({ changed: [], removed: [] });
    }
  };
  const watchAgain = (): Promise<void> => (started = watch());

  disposables.add(
    monitor.onEvent((event) => {
      if (event.type === 'runs') apply(event, event.total);
      else if (event.type === 'again' && started !== undefined) void watchAgain();
    }),
  );
  disposables.add(
    workspace.onDidChangeWorkspaceFolders(() => {
      if (started === undefined) return;
      // Runs of folders that went are no longer told: all are asked for anew.
      const removed = [...known.keys()];
      known.clear();
      ordered = undefined;
      changes.fire({ changed: [], removed });
      void watchAgain();
    }),
  );

  return {
    list: () => (ordered ??= inOrder(known.values())),
    get: (dir) => known.get(dir),
    total: () => Math.max(total, known.size),
    start: () => (started ??= watch()),
    failure: () => failure,
    more: async (count) => take(await monitor.ask('runs', { limit: known.size + count })),
    watchRoot: async (root) => {
      if (roots().includes(root)) return;
      outside.add(root);
      if (started !== undefined) await watchAgain();
    },
    arrival: ({ dir }) => arrivalOf(dir, known, changes.event),
    onChanged: changes.event,
  };
}

function arrivalOf(
  dir: string,
  known: ReadonlyMap<string, RunSummary>,
  changed: Event<RunsChange>,
): Promise<RunSummary | undefined> {
  const seen = (): RunSummary | undefined => {
    const run = known.get(dir);
    return run !== undefined && (isLive(run) || run.state !== 'unreadable') ? run : undefined;
  };
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(late);
      listener.dispose();
      resolve(known.get(dir));
    };
    const late = setTimeout(done, ARRIVAL_MS);
    const listener = changed(() => {
      if (seen() !== undefined) done();
    });
    if (seen() !== undefined) done();
  });
}
