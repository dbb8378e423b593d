import type {
  AuditFilter,
  AuditPageState,
  AuditQuery,
  AuditSet,
  ItemDetail,
  ItemIndex,
  ItemRow,
  JobEnd,
  JobProgress,
  Label,
  ToAuditPage,
} from '../../../src/protocol/audit';
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
import { askAuditor } from './ask';
import { freshState, methodOf, readState } from './kept';
import { FRESH_LAYOUT, readLayout, type Layout } from './layout';
import { queryOf } from './query';
import { relabelled } from './relabel';

/** The set that the page is about. */
export type Opened =
  /** The editor has not said yet. */
  | { readonly kind: 'waiting' }
  /** It said that there is none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly set: AuditSet }
  | { readonly kind: 'failed'; readonly failure: MonitorFailure };

/** Everything that the parts of an audit browser look at. */
export interface AuditModel {
  /** What is shown and how; kept over a reload. */
  readonly state: Store<AuditPageState>;
  readonly layout: Store<Layout>;
  readonly opened: Store<Opened>;
  readonly sets: Store<readonly AuditSet[]>;
  /** Grows when verdicts or labels of the set come. */
  readonly revision: Store<number>;
  readonly jobs: Store<ReadonlyMap<number, JobProgress>>;
  /** How the last job ended. */
  readonly ended: Store<JobEnd | undefined>;
  /** Whose labels the user's are. */
  readonly annotator: Store<string>;
  readonly rows: Rows<AuditQuery, ItemRow>;
  readonly cursor: Cursor<AuditQuery>;
  readonly details: Details<Whose, ItemDetail>;
  readonly change: (part: Partial<AuditPageState>) => void;
  readonly filter: (part: Partial<Record<keyof AuditFilter, unknown>>) => void;
  readonly resize: (part: Partial<Layout>) => void;
  readonly labelled: (index: ItemIndex, label: Label | null) => void;
  readonly retry: () => void;
}

/** A set, and the one that it is compared with. */
interface Whose {
  readonly set: string;
  readonly against?: string;
}

/** Time between two looks at the set's counts, ms. */
const INTERVAL = 1000;

/** Puts the model together, begins to listen, and tells the editor that the page is there. */
export function createModel(): AuditModel {
  const state = createStore<AuditPageState>(freshState(''));
  const layout = createStore<Layout>(
    readLayout((keptState() as { layout?: unknown } | undefined)?.layout, narrow()),
  );
  const opened = createStore<Opened>({ kind: 'waiting' });
  const sets = createStore<readonly AuditSet[]>([]);
  const revision = createStore(0);
  const jobs = createStore<ReadonlyMap<number, JobProgress>>(new Map());
  const ended = createStore<JobEnd | undefined>(undefined);
  const annotator = createStore('');
  const rows = createRows<AuditQuery, ItemRow>((asked, from, count) =>
    askAuditor('page', { ...asked, from, count }),
  );
  const details = createDetails<Whose, ItemDetail>(
    (whose, index) => askAuditor('item', { ...whose, index }),
    ({ pictures: [picture] }) => (picture !== undefined && 'file' in picture ? picture.file : undefined),
  );
  const change = (part: Partial<AuditPageState>): void => state.set((old) => ({ ...old, ...part }));
  const select = (index: ItemIndex | undefined): void => {
    if (state.get().selected === index) return;
    state.set(({ selected: _, ...old }) => (index === undefined ? old : { ...old, selected: index }));
  };
  const cursor = createCursor(
    rows,
    async (asked, index) => (await askAuditor('position', { ...asked, index })).position,
    () => state.get().selected,
    select,
  );

  /** False: nothing to open yet, so that the first set need not wait. */
  const open = async (): Promise<boolean> => {
    const { set } = state.get();
    if (set === '') return false;
    try {
      const found = await askAuditor('open', { set });
      if (state.get().set !== set) return true;
      const first = opened.get().kind !== 'open';
      opened.set({ kind: 'open', set: found });
      const method = methodOf(found, state.get().method);
      if (first && method !== state.get().method) change({ method });
    } catch (error) {
      if (state.get().set === set && opened.get().kind !== 'open')
        opened.set({ kind: 'failed', failure: failureOf(error) });
    }
    return true;
  };
  const opener = refresher(open, INTERVAL);

  /** The set's verdicts are others, or the auditor is. */
  const stale = (): void => {
    revision.set((old) => old + 1);
    opener.poke();
    rows.stale();
    details.stale();
    cursor.find(queryOf(state.get()), 'stay');
  };

  let query = '';
  let shownSet = '';
  let chosen: ItemIndex | undefined;
  const follow = (next: AuditPageState): void => {
    keepState({ ...next, layout: layout.get() });
    if (next.set === '') return;
    post({ type: 'showing', state: next });
    const { set, against } = next;
    details.of({ set, ...(against === undefined ? {} : { against }) }, set === shownSet);
    shownSet = set;
    const asked = queryOf(next);
    const text = JSON.stringify(asked);
    if (text !== query) {
      const before = query === '' ? undefined : (JSON.parse(query) as typeof asked);
      query = text;
      if (before !== undefined && before.set !== next.set) void open();
      rows.ask(asked);
      const sorted =
        before?.set === next.set && (before.order !== next.order || before.descending !== next.descending);
      if (sorted) cursor.begin(asked);
      else cursor.find(asked, 'first');
    }
    if (next.selected !== chosen) {
      chosen = next.selected;
      details.show(chosen);
    }
  };
  state.subscribe(follow);
  // What may be looked at next is there before its key is pressed.
  details.shown.subscribe(({ detail }) => {
    const { place } = cursor.at.get();
    if (detail === undefined || place === undefined) return;
    const { pages } = rows.view.get();
    const near = [place + 1, place + 2, place - 1].map((one) => (one < 0 ? undefined : rowAt(pages, one)));
    details.ahead(near.flatMap((row) => (row === undefined ? [] : [row.index])));
  });
  layout.subscribe((next) => keepState({ ...state.get(), layout: next }));

  const show = (message: Extract<ToAuditPage, { type: 'show' }>): void => {
    annotator.set(message.annotator);
    const { set } = message.state as { readonly set: string | null };
    if (set === null || set === '') {
      opened.set({ kind: 'none' });
      return;
    }
    const old = state.get();
    const kept = keptState() as { readonly set?: unknown } | undefined;
    const fresh = freshState(set);
    const base = old.set === set ? old : old.set === '' && kept?.set === set ? readState(kept, fresh) : fresh;
    if (old.set !== set) opened.set({ kind: 'waiting' });
    state.set({ ...readState(message.state, base), set });
    const { selected } = state.get();
    // A link leads to its item, also where the filter leaves it out.
    if ('selected' in message.state && selected !== undefined) cursor.choose(selected);
    opener.poke();
  };

  listen((message: ToAuditPage) => {
    switch (message.type) {
      case 'show':
        show(message);
        return;
      case 'sets': {
        sets.set(message.sets);
        const mine = message.sets.find(({ dir }) => dir === state.get().set);
        if (mine !== undefined && opened.get().kind === 'open') opened.set({ kind: 'open', set: mine });
        return;
      }
      case 'changed':
        if (message.set === state.get().set || message.set === state.get().against) stale();
        return;
      case 'progress':
        if (message.progress.set === state.get().set)
          jobs.set((old) => new Map(old).set(message.progress.job, message.progress));
        return;
      case 'ended':
        if (!jobs.get().has(message.job)) return;
        jobs.set((old) => new Map([...old].filter(([job]) => job !== message.job)));
        ended.set(message.end);
        opener.poke();
        return;
      case 'again':
        jobs.set(new Map());
        stale();
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
    opened,
    sets,
    revision,
    jobs,
    ended,
    annotator,
    rows,
    cursor,
    details,
    change,
    filter: (part) => state.set((old) => ({ ...old, filter: cleaned({ ...old.filter, ...part }) })),
    resize: (part) => layout.set((old) => ({ ...old, ...part })),
    labelled: (index, label) => {
      rows.change(index, (row) => relabelled(row, label));
      details.change(index, (detail) => relabelled(detail, label));
    },
    retry: () => {
      opened.set((old) => (old.kind === 'failed' ? { kind: 'waiting' } : old));
      stale();
    },
  };
}

/** Without what is empty, so that the same filter is the same text. */
const cleaned = (filter: Partial<Record<keyof AuditFilter, unknown>>): AuditFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** A narrow window begins with little beside the list. */
const narrow = (): Layout => ({
  ...FRESH_LAYOUT,
  filters: window.innerWidth >= 1200,
  multiples: window.innerWidth >= 900,
});
