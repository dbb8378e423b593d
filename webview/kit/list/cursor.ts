import { createStore, type Store } from '../store';
import { rowAt, type Indexed } from './pages';
import type { Rows } from './rows';

/** Where the reader is in the list. */
export interface Place {
  /** From 0 in the query's order; absent: the item is not among the rows. */
  readonly place?: number;
  /** The chosen item has left the rows; the one after it stands at its place now. */
  readonly gone?: boolean;
  /** Grows when the list should bring the place into view. */
  readonly jump: number;
}

export interface Cursor<Q> {
  readonly at: Store<Place>;
  /** Goes to a place; its item is chosen as soon as its row is known. */
  go(place: number): void;
  readonly move: (by: number) => void;
  /** Whether a place was gone to whose row is on its way: the item that is chosen has been left. */
  readonly isMoving: () => boolean;
  /** Chooses an item wherever it is. */
  readonly choose: (index: number) => void;
  /** Finds the chosen item again, after the query or the set has changed; `otherwise` says what to do without it. */
  find(query: Q, otherwise: 'first' | 'stay'): void;
  /** Another order of the rows: they are read from the first. */
  begin(query: Q): void;
}

/** `position` says where an item stands in a query, or -1; `select` is told of each item that is come to. */
export function createCursor<Q, R extends Indexed>(
  rows: Rows<Q, R>,
  position: (query: Q, index: number) => Promise<number>,
  selected: () => number | undefined,
  select: (index: number | undefined) => void,
): Cursor<Q> {
  const at = createStore<Place>({ jump: 0 });
  /** A place that was gone to before its row was known. */
  let owed: number | undefined;
  let asked = 0;
  let query: Q | undefined;

  const put = (place: number | undefined, jump: boolean): void =>
    at.set((old) => ({ ...(place === undefined ? {} : { place }), jump: jump ? old.jump + 1 : old.jump }));

  const settle = (): void => {
    const { pages, waiting } = rows.view.get();
    if (owed === undefined || waiting || pages.total === undefined) return;
    if (pages.total === 0) {
      owed = undefined;
      put(undefined, false);
      select(undefined);
      return;
    }
    const place = Math.min(owed, pages.total - 1);
    const row = rowAt(pages, place);
    if (row === undefined) return;
    owed = undefined;
    put(place, true);
    select(row.index);
  };
  rows.view.subscribe(settle);

  const go = (place: number): void => {
    const { total } = rows.view.get().pages;
    if (total === undefined || total === 0) return;
    asked += 1;
    owed = Math.max(0, Math.min(total - 1, place));
    put(owed, true);
    settle();
  };

  const seek = (otherwise: 'first' | 'stay', jump: boolean): void => {
    const index = selected();
    const mine = (asked += 1);
    if (index === undefined || query === undefined) {
      if (otherwise === 'first') owed = 0;
      settle();
      return;
    }
    owed = undefined;
    position(query, index).then(
      (found) => {
        if (mine !== asked) return;
        if (found >= 0) put(found, jump);
        else if (otherwise === 'first') {
          owed = 0;
          settle();
        } else at.set((old) => ({ ...old, gone: true }));
      },
      // The list itself tells what is wrong.
      () => undefined,
    );
  };

  return {
    at,
    go,
    move: (by) => {
      const { place, gone } = at.get();
      go((place ?? (by > 0 ? -1 : 0)) + (gone === true && by > 0 ? by - 1 : by));
    },
    isMoving: () => owed !== undefined,
    choose: (index) => {
      owed = undefined;
      select(index);
      const place = rows.placeOf(index);
      if (place === undefined) seek('stay', true);
      else put(place, true);
    },
    find: (next, otherwise) => {
      query = next;
      seek(otherwise, otherwise === 'first');
    },
    begin: (next) => {
      query = next;
      asked += 1;
      owed = 0;
      settle();
    },
  };
}
