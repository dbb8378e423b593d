import type { MonitorFailure } from '../../../src/protocol/runs';
import { failureOf } from '../ask';
import { createStore, type Store } from '../store';

/** Items kept in full: enough to go to and fro at once. */
const MOST = 24;
/** Time without an answer after which the page says that it loads, in ms: what is quicker would only flicker. */
const PATIENCE = 150;

export interface Shown<D> {
  readonly detail?: D;
  readonly pending: boolean;
  readonly failure?: MonitorFailure;
}

/** The chosen item in full; those that may be next are fetched ahead of time. */
export interface Details<W, D> {
  readonly shown: Store<Shown<D>>;
  /** Whose items: another one forgets all. `kin`: what is shown stays until the new one is here. */
  of(whose: W, kin?: boolean): void;
  show(index: number | undefined): void;
  /** Fetches what may be looked at next. */
  ahead(indices: readonly number[]): void;
  /** The set has changed: what is kept is shown, and asked for anew. */
  readonly stale: () => void;
  /** An item has changed. */
  change(index: number, change: (detail: D) => D): void;
}

/** `fetchItem` asks for an item; `pictureOf` is what the eye goes to first, an address that is loaded ahead of time. */
export function createDetails<W, D>(
  fetchItem: (whose: W, index: number) => Promise<D>,
  pictureOf: (detail: D) => string | undefined,
): Details<W, D> {
  const shown = createStore<Shown<D>>({ pending: false });
  const kept = new Map<number, { readonly detail: D; readonly fresh: boolean }>();
  const asking = new Map<number, Promise<D>>();
  let whose: W | undefined;
  let generation = 0;
  let wanted: number | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const fetch = (index: number): Promise<D> => {
    const running = asking.get(index);
    if (running !== undefined) return running;
    const mine = generation;
    const asked = (
      whose === undefined ? Promise.reject(new Error('nothing is open')) : fetchItem(whose, index)
    )
      .then((detail) => {
        if (mine === generation) keep(index, detail);
        return detail;
      })
      .finally(() => {
        if (asking.get(index) === asked) asking.delete(index);
      });
    asking.set(index, asked);
    return asked;
  };
  const keep = (index: number, detail: D): void => {
    kept.delete(index);
    kept.set(index, { detail, fresh: true });
    for (const old of kept.keys()) {
      if (kept.size <= MOST) break;
      if (old !== wanted) kept.delete(old);
    }
  };

  const load = (index: number): void => {
    const mine = generation;
    clearTimeout(patience);
    if (!kept.has(index))
      patience = setTimeout(() => {
        if (wanted === index) shown.set({ pending: true });
      }, PATIENCE);
    fetch(index).then(
      (detail) => {
        if (mine !== generation || wanted !== index) return;
        clearTimeout(patience);
        shown.set({ detail, pending: false });
      },
      (error: unknown) => {
        if (mine !== generation || wanted !== index) return;
        clearTimeout(patience);
        const old = kept.get(index)?.detail;
        shown.set({
          ...(old === undefined ? {} : { detail: old }),
          pending: false,
          failure: failureOf(error),
        });
      },
    );
  };

  const show = (index: number | undefined): void => {
    wanted = index;
    clearTimeout(patience);
    if (index === undefined) {
      shown.set({ pending: false });
      return;
    }
    const known = kept.get(index);
    if (known !== undefined) shown.set({ detail: known.detail, pending: false });
    if (known?.fresh !== true) load(index);
  };

  const forget = (): void => {
    generation += 1;
    asking.clear();
  };

  return {
    shown,
    of: (next, kin = false) => {
      if (JSON.stringify(whose) === JSON.stringify(next)) return;
      forget();
      if (!kin) shown.set({ pending: false });
      kept.clear();
      whose = next;
      if (wanted !== undefined) load(wanted);
    },
    show,
    ahead: (indices) => {
      for (const index of indices)
        if (kept.get(index)?.fresh !== true)
          void fetch(index).then(
            // The picture as well.
            (detail) => {
              const picture = pictureOf(detail);
              if (picture !== undefined) new Image().src = picture;
            },
            // It is asked for again when it is looked at, and then told.
            () => undefined,
          );
    },
    stale: () => {
      forget();
      for (const [index, { detail }] of kept) kept.set(index, { detail, fresh: false });
      if (wanted !== undefined) load(wanted);
    },
    change: (index, change) => {
      const known = kept.get(index);
      if (known === undefined) return;
      const detail = change(known.detail);
      kept.set(index, { ...known, detail });
      if (wanted === index) shown.set((old) => ({ ...old, detail }));
    },
  };
}
