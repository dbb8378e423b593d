import type {
  HandDecision,
  MadeFilter,
  MadeItem,
  MadePageState,
  MadeRow,
  MadeSet,
  ToMadePage,
} from '../../../src/protocol/made';
import type { MonitorFailure } from '../../../src/protocol/runs';
import {
  createCursor,
  createDetails,
  createRows,
  createStore,
  failureOf,
  keepState,
  keptState,
  listen,
  post,
  refresher,
  rowAt,
  type Cursor,
  type Details,
  type Rows,
  type Store,
} from '../../kit';
import { askMade } from './ask';
import { cleaned, freshState, readState } from './kept';
import { readLayout, type Layout } from './layout';

/** What the list asks for. */
export interface MadeQuery {
  readonly dir: string;
  readonly filter: MadeFilter;
}

/** The made datasets of the curriculum. */
export type Known =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'known'; readonly sets: readonly MadeSet[] }
  | { readonly kind: 'failed'; readonly failure: MonitorFailure };

/** Everything that the parts of a browser of made data look at. */
export interface MadeModel {
  readonly state: Store<MadePageState>;
  readonly layout: Store<Layout>;
  readonly known: Store<Known>;
  /** The dataset that is shown. */
  readonly set: Store<MadeSet | undefined>;
  /** Ids of datasets that are being made now. */
  readonly making: Store<readonly string[]>;
  /** Grows when rows or what is said of them change. */
  readonly revision: Store<number>;
  readonly rows: Rows<MadeQuery, MadeRow>;
  readonly cursor: Cursor<MadeQuery>;
  readonly details: Details<Whose, MadeItem>;
  readonly change: (part: Partial<MadePageState>) => void;
  readonly filter: (part: Partial<Record<keyof MadeFilter, unknown>>) => void;
  readonly resize: (part: Partial<Layout>) => void;
  /** Shows another dataset. */
  readonly choose: (dataset: string) => void;
  /** Keeps or drops a question by hand, or takes it back (null). Rejects with an `AskFailure`. */
  readonly say: (index: number, decision: HandDecision | null, note: string | undefined) => Promise<void>;
  readonly retry: () => void;
}

/** Whose questions: a dataset made anew has others. */
interface Whose {
  readonly dir: string;
  readonly created: string;
}

/** Time between two looks at what is made, ms. */
const INTERVAL = 500;

/** Puts the model together, begins to listen, and tells the editor that the page is there. */
export function createModel(): MadeModel {
  const state = createStore<MadePageState>(freshState(''));
  const layout = createStore<Layout>(
    readLayout((keptState() as { layout?: unknown } | undefined)?.layout, {
      filters: window.innerWidth >= 1100,
      filtersWidth: 240,
      detailShare: 0.52,
    }),
  );
  const known = createStore<Known>({ kind: 'waiting' });
  const set = createStore<MadeSet | undefined>(undefined);
  const making = createStore<readonly string[]>([]);
  const revision = createStore(0);
  const rows = createRows<MadeQuery, MadeRow>(({ dir, filter }, offset, count) =>
    askMade('madePage', { dir, filter, offset, count }),
  );
  const details = createDetails<Whose, MadeItem>(
    ({ dir }, index) => askMade('madeItem', { dir, index }),
    ({ images: [image] }) => (image !== undefined && 'file' in image ? image.file : undefined),
  );
  const change = (part: Partial<MadePageState>): void => state.set((old) => ({ ...old, ...part }));
  const select = (index: number | undefined): void => {
    if (state.get().selected === index) return;
    state.set(({ selected: _, ...old }) => (index === undefined ? old : { ...old, selected: index }));
  };
  const cursor = createCursor<MadeQuery, MadeRow>(
    rows,
    async ({ dir, filter }, index) => (await askMade('madePosition', { dir, filter, index })).position,
    () => state.get().selected,
    select,
  );

  let query = '';
  let chosen: number | undefined;
  /** What the rows are of: another make has others. */
  let made = '';

  /** Rows and detail follow the dataset and the filter. */
  const follow = (): void => {
    const now = set.get();
    const { filter, selected } = state.get();
    if (now?.manifest === undefined) {
      query = '';
      return;
    }
    const asked: MadeQuery = { dir: now.dir, filter };
    const stamp = `${now.dir} ${now.manifest.created}`;
    if (stamp !== made) {
      const first = made === '';
      made = stamp;
      details.of({ dir: now.dir, created: now.manifest.created });
      query = '';
      chosen = undefined;
      if (!first) select(undefined);
    }
    const text = JSON.stringify(asked);
    if (text !== query) {
      query = text;
      rows.ask(asked);
      cursor.find(asked, 'first');
    }
    const wanted = state.get().selected ?? selected;
    if (wanted !== chosen) {
      chosen = wanted;
      details.show(wanted);
    }
  };

  const current = (): void => {
    const told = known.get();
    if (told.kind !== 'known') return;
    const { dataset } = state.get();
    set.set(told.sets.find((one) => one.dataset === dataset) ?? told.sets[0]);
  };
  /** False: nothing to ask about yet, so that the first look need not wait. */
  const look = async (): Promise<boolean> => {
    const { file, variant } = state.get();
    if (file === '') return false;
    try {
      const sets = await askMade('madeSets', { file, ...(variant === undefined ? {} : { variant }) });
      known.set({ kind: 'known', sets });
      current();
    } catch (error) {
      known.set({ kind: 'failed', failure: failureOf(error) });
    }
    return true;
  };
  const looker = refresher(look, INTERVAL);

  const stale = (): void => {
    revision.set((old) => old + 1);
    const now = set.get();
    if (now?.manifest === undefined) return;
    rows.stale();
    details.stale();
    cursor.find({ dir: now.dir, filter: state.get().filter }, 'stay');
  };

  state.subscribe((next) => {
    keepState({ ...next, layout: layout.get() });
    if (next.file === '') return;
    post({ type: 'showing', state: next });
    current();
    follow();
  });
  set.subscribe(follow);
  layout.subscribe((next) => keepState({ ...state.get(), layout: next }));
  // What may be looked at next is there before its key is pressed.
  details.shown.subscribe(({ detail }) => {
    const { place } = cursor.at.get();
    if (detail === undefined || place === undefined) return;
    const { pages } = rows.view.get();
    const near = [place + 1, place + 2, place - 1].map((one) => (one < 0 ? undefined : rowAt(pages, one)));
    details.ahead(near.flatMap((row) => (row === undefined ? [] : [row.index])));
  });

  const show = (message: Extract<ToMadePage, { type: 'show' }>): void => {
    const { file } = message.state;
    const old = state.get();
    const kept = keptState() as { readonly file?: unknown } | undefined;
    const fresh = freshState(file);
    const base =
      old.file === file ? old : old.file === '' && kept?.file === file ? readState(kept, fresh) : fresh;
    const next = readState(message.state, base);
    // Another dataset is looked at from its beginning.
    const other = base.dataset !== next.dataset && !('filter' in message.state);
    const { selected: _, ...rest } = next;
    state.set(other ? { ...rest, filter: {} } : next);
    looker.poke();
  };

  listen((message: ToMadePage) => {
    switch (message.type) {
      case 'show':
        show(message);
        return;
      case 'made':
        looker.poke();
        if (message.dir === set.get()?.dir) stale();
        return;
      case 'look':
        looker.poke();
        return;
      case 'making':
        making.set(message.datasets);
        return;
      case 'again':
        // The auditor knows folders that it has told of alone.
        void look().then(stale);
        return;
      case 'answer':
      case 'failed':
        return;
    }
  });
  post({ type: 'ready' });

  return {
    state,
    layout,
    known,
    set,
    making,
    revision,
    rows,
    cursor,
    details,
    change,
    filter: (part) => state.set((old) => ({ ...old, filter: cleaned({ ...old.filter, ...part }) })),
    resize: (part) => layout.set((old) => ({ ...old, ...part })),
    choose: (dataset) => state.set(({ selected: _, ...old }) => ({ ...old, dataset, filter: {} })),
    say: async (index, decision, note) => {
      const dir = set.get()?.dir;
      if (dir === undefined) return;
      const row = await askMade('madeHand', {
        dir,
        index,
        decision,
        ...(note === undefined ? {} : { note }),
      });
      rows.change(index, () => row);
      details.change(index, ({ hand: _, note: __, ...item }) => ({
        ...item,
        ...(row.hand === undefined ? {} : { hand: row.hand }),
        ...(row.hand === undefined || note === undefined || note === '' ? {} : { note }),
      }));
      revision.set((old) => old + 1);
    },
    retry: () => {
      known.set((old) => (old.kind === 'failed' ? { kind: 'waiting' } : old));
      looker.poke();
      stale();
    },
  };
}
