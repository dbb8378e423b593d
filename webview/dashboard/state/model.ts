import type { DashboardState, MonitorFailure, RunDetail, ToDashboard } from '../../../src/protocol/runs';
import {
  ask,
  createStore,
  failureOf,
  keepState,
  keptState,
  listen,
  post,
  refresher,
  type Refresher,
  type Store,
} from '../../kit';
import { createFeed, type Feed } from '../curves/feed';
import { freshState, readState } from './kept';

/** Everything that the parts of a dashboard look at. */
export interface Model {
  /** What is shown and how; kept over a reload. */
  readonly state: Store<DashboardState>;
  readonly details: Store<ReadonlyMap<string, RunDetail>>;
  /** Why a run's details are not here, or no longer fresh. */
  readonly failures: Store<ReadonlyMap<string, MonitorFailure>>;
  readonly feed: Feed;
  /** Where on the axis the crosshair is, in all charts. */
  readonly cursor: Store<number | undefined>;
  /** The chart that put it there and has room to say more; nothing when it was put there from elsewhere. */
  readonly pointed: Store<string | undefined>;
  readonly change: (part: Partial<DashboardState>) => void;
  /** Leaves the zoom: everything, growing. */
  readonly resetZoom: () => void;
  readonly retry: () => void;
}

/** Time between two requests for a run's details, ms. */
const INTERVAL = 500;

/** Puts the model together, begins to listen, and tells the editor that the page is there. */
export function createModel(): Model {
  const state = createStore<DashboardState>(freshState([]));
  const details = createStore<ReadonlyMap<string, RunDetail>>(new Map());
  const failures = createStore<ReadonlyMap<string, MonitorFailure>>(new Map());
  const feed = createFeed();
  const asking = new Map<string, Refresher>();

  const fetch = async (run: string): Promise<void> => {
    try {
      const detail = await ask('detail', { run });
      if (!asking.has(run)) return;
      details.set((old) => new Map(old).set(run, detail));
      failures.set((old) => without(old, [run]));
    } catch (error) {
      const failure = failureOf(error);
      if (asking.has(run)) failures.set((old) => new Map(old).set(run, failure));
    }
  };

  const follow = (runs: readonly string[]): void => {
    const gone = [...asking.keys()].filter((run) => !runs.includes(run));
    for (const run of gone) {
      asking.get(run)?.stop();
      asking.delete(run);
    }
    details.set((old) => without(old, gone));
    failures.set((old) => without(old, gone));
    for (const run of runs)
      if (!asking.has(run)) {
        asking.set(run, { poke: () => undefined, stop: () => undefined });
        asking.set(
          run,
          refresher(() => fetch(run), INTERVAL),
        );
      }
    feed.follow(runs);
  };

  const again = (): void => {
    for (const one of asking.values()) one.poke();
    feed.again();
  };

  const hear = (message: ToDashboard): void => {
    switch (message.type) {
      case 'show': {
        const kept = readState(message.state ?? keptState(), message.runs);
        const same = kept.runs[0] === message.runs[0];
        state.set({ ...(same ? kept : freshState(message.runs)), runs: message.runs });
        return;
      }
      case 'grew':
        asking.get(message.run)?.poke();
        feed.grew(message.run);
        return;
      case 'changed': {
        const { summaries, removed } = message;
        for (const summary of summaries) {
          const old = details.get().get(summary.dir);
          if (old !== undefined) details.set((all) => new Map(all).set(summary.dir, { ...old, summary }));
          asking.get(summary.dir)?.poke();
        }
        for (const run of removed.filter((dir) => asking.has(dir)))
          failures.set((old) => new Map(old).set(run, { message: 'This run has been deleted.' }));
        return;
      }
      case 'again':
        again();
        return;
      case 'answer':
      case 'failed':
        return;
    }
  };

  let shown: readonly string[] = [];
  state.subscribe((next) => {
    keepState(next);
    feed.look(next);
    if (next.runs === shown) return;
    shown = next.runs;
    follow(next.runs);
    post({ type: 'showing', runs: next.runs });
  });
  listen(hear);
  post({ type: 'ready' });
  return {
    state,
    details,
    failures,
    feed,
    cursor: createStore<number | undefined>(undefined),
    pointed: createStore<string | undefined>(undefined),
    change: (part) => state.set((old) => ({ ...old, ...part })),
    resetZoom: () => state.set(({ zoom: _, ...old }) => old),
    retry: again,
  };
}

function without<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): ReadonlyMap<string, V> {
  if (!keys.some((key) => map.has(key))) return map;
  const rest = new Map(map);
  for (const key of keys) rest.delete(key);
  return rest;
}
