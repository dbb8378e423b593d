import type { ItemDetail, ItemIndex, Label } from '../../../src/protocol/audit';
import type { MonitorFailure } from '../../../src/protocol/runs';
import { createStore, failureOf, type Store } from '../../kit';
import { askAuditor } from './ask';
import { relabelled } from './relabel';

/** Items kept in full: enough to go to and fro at once. */
const MOST = 24;
/** Time without an answer after which the page says that it loads, in ms: what is quicker would only flicker. */
const PATIENCE = 150;

export interface Shown {
  readonly detail?: ItemDetail;
  readonly pending: boolean;
  readonly failure?: MonitorFailure;
}

/** The chosen item in full; those that may be next are fetched ahead of time. */
export interface Details {
  readonly shown: Store<Shown>;
  /** Which set's items; another one forgets all. */
  of(set: string, against: string | undefined): void;
  show(index: ItemIndex | undefined): void;
  /** Fetches what may be looked at next. */
  ahead(indices: readonly ItemIndex[]): void;
  /** The set has changed: what is kept is shown, and asked for anew. */
  readonly stale: () => void;
  relabel(index: ItemIndex, label: Label | null): void;
}

export function createDetails(): Details {
  const shown = createStore<Shown>({ pending: false });
  const kept = new Map<ItemIndex, { readonly detail: ItemDetail; readonly fresh: boolean }>();
  const asking = new Map<ItemIndex, Promise<ItemDetail>>();
  let whose: { readonly set: string; readonly against?: string } = { set: '' };
  let generation = 0;
  let wanted: ItemIndex | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const fetch = (index: ItemIndex): Promise<ItemDetail> => {
    const running = asking.get(index);
    if (running !== undefined) return running;
    const mine = generation;
    const asked = askAuditor('item', { ...whose, index })
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
  const keep = (index: ItemIndex, detail: ItemDetail): void => {
    kept.delete(index);
    kept.set(index, { detail, fresh: true });
    for (const old of kept.keys()) {
      if (kept.size <= MOST) break;
      if (old !== wanted) kept.delete(old);
    }
  };

  const load = (index: ItemIndex): void => {
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

  const show = (index: ItemIndex | undefined): void => {
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
    of: (set, against) => {
      if (whose.set === set && whose.against === against) return;
      forget();
      if (whose.set !== set) shown.set({ pending: false });
      kept.clear();
      whose = { set, ...(against === undefined ? {} : { against }) };
      if (wanted !== undefined) load(wanted);
    },
    show,
    ahead: (indices) => {
      for (const index of indices)
        if (kept.get(index)?.fresh !== true)
          void fetch(index).then(
            // The picture as well: it is what the eye goes to first.
            ({ pictures: [picture] }) => {
              if (picture !== undefined && 'file' in picture) new Image().src = picture.file;
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
    relabel: (index, label) => {
      const known = kept.get(index);
      if (known === undefined) return;
      const detail = relabelled(known.detail, label);
      kept.set(index, { ...known, detail });
      if (wanted === index) shown.set((old) => ({ ...old, detail }));
    },
  };
}
