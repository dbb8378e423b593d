import type { MonitorFailure } from '../../../src/protocol/runs';
import { failureOf } from '../ask';
import { createStore, type Store } from '../store';
import {
  allStale,
  missingPage,
  NO_PAGES,
  PAGE,
  placeOf,
  withPage,
  withRow,
  type Indexed,
  type PageAnswer,
  type Pages,
} from './pages';

/** Questions on their way at once: the newest wish must not wait behind many old ones. */
const MOST_ASKED = 2;

export interface RowsView<R> {
  readonly pages: Pages<R>;
  /** The rows are still those of the query before. */
  readonly waiting: boolean;
  readonly failure?: MonitorFailure;
}

/** The rows of the list's query, loaded as they are looked at. */
export interface Rows<Q, R extends Indexed> {
  readonly view: Store<RowsView<R>>;
  /** Another query: its first rows are asked for, and the old ones shown until they come. */
  ask(query: Q): void;
  /** Rows `[first, end)` are looked at. */
  want(first: number, end: number): void;
  /** The set has changed. */
  stale(): void;
  readonly retry: () => void;
  placeOf(index: number): number | undefined;
  /** One row has changed. */
  change(index: number, change: (row: R) => R): void;
}

/** `fetch` asks for rows `[from, from + count)` of a query. */
export function createRows<Q, R extends Indexed>(
  fetch: (query: Q, from: number, count: number) => Promise<PageAnswer<R>>,
): Rows<Q, R> {
  const view = createStore<RowsView<R>>({ pages: NO_PAGES, waiting: true });
  let query: Q | undefined;
  let generation = 0;
  let answered = false;
  let wanted: readonly [number, number] = [0, PAGE];
  let asked = new Set<number>();

  const pump = (): void => {
    if (query === undefined || asked.size >= MOST_ASKED || view.get().failure !== undefined) return;
    const pages = answered ? view.get().pages : NO_PAGES;
    const page = missingPage(pages, wanted[0], wanted[1], asked);
    if (page === undefined) return;
    const mine = generation;
    asked.add(page);
    fetch(query, page * PAGE, PAGE).then(
      (answer) => {
        if (mine !== generation) return;
        asked.delete(page);
        const before = answered ? view.get().pages : NO_PAGES;
        answered = true;
        view.set({ pages: withPage(before, page, answer), waiting: false });
        pump();
      },
      (error: unknown) => {
        if (mine !== generation) return;
        asked.delete(page);
        view.set((old) => ({ ...old, waiting: false, failure: failureOf(error) }));
      },
    );
    pump();
  };

  const again = (): void => {
    generation += 1;
    asked = new Set();
    view.set(({ pages }) => ({ pages: answered ? allStale(pages) : pages, waiting: !answered }));
    pump();
  };

  return {
    view,
    ask: (next) => {
      query = next;
      answered = false;
      wanted = [0, PAGE];
      again();
    },
    want: (first, end) => {
      wanted = [first, end];
      pump();
    },
    stale: again,
    retry: again,
    placeOf: (index) => (answered ? placeOf(view.get().pages, index) : undefined),
    change: (index, change) => view.set((old) => ({ ...old, pages: withRow(old.pages, index, change) })),
  };
}
