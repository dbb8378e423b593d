import { AUDIT_METHOD_NAMES, type AuditSet, type FromAuditor, Refusal } from '../../protocol';
import { OUTCOME } from '../store/columns';
import type { Aside } from '../store/aside';
import type { SetStore } from '../store/set-store';
import { ChatRelay } from '../jobs/chat-relay';
import { Jobs } from '../jobs/jobs';
import type { AuditorParts } from '../parts';
import { MadeBook } from '../made/book';
import type { MadeStore } from '../made/store';
import { SetBook } from '../sets/book';
import { mustLieInside, placeOf, type SetPlace } from '../sets/places';
import { Pulse } from '../sets/pulse';
import { openFolderWatcher, type FolderWatcher } from '../sets/watcher';
import { Stores } from '../sets/stores';

type Notice = Exclude<FromAuditor, { type: 'answer' | 'failed' }>;

/** A place with its set open. */
export interface OpenSet {
  readonly place: SetPlace;
  readonly store: SetStore;
}

/** The list is looked through this often without a hint: most of it are folders of runs. */
const LIST_MS = 2000;
const WARM_MS = 20;

/** What the calls of one editor share: the workspaces' sets, those that are open, jobs and keys. */
export class Session {
  readonly book = new SetBook();
  readonly stores: Stores;
  readonly made = new MadeBook();
  readonly jobs: Jobs;
  readonly chats: ChatRelay;
  /** By name; they come from the editor's secrets and go nowhere but to the endpoint. */
  keys: Readonly<Record<string, string>> = {};
  private readonly pulse: Pulse;
  private watcher: FolderWatcher | undefined;
  private watching = false;
  private hinted = false;
  private listed = -Infinity;
  private readonly told = new WeakMap<SetStore, number>();
  private readonly making = new Map<string, Promise<unknown>>();
  private readonly writing = new Map<string, Promise<unknown>>();

  constructor(
    readonly parts: AuditorParts,
    aside: Aside,
    private readonly send: (notice: Notice) => void,
    onDefect: (error: unknown) => void,
  ) {
    this.stores = new Stores(aside);
    this.jobs = new Jobs((notice) => {
      send(notice);
      if (notice.type === 'ended') this.hint();
    });
    this.chats = new ChatRelay(send);
    this.pulse = new Pulse(() => this.tick(), onDefect);
  }

  /** Watches these workspaces from now on and says what sets they have. */
  async sets(roots: readonly string[]): Promise<readonly AuditSet[]> {
    this.book.roots = [...new Set(roots)];
    await this.book.look();
    this.listed = performance.now();
    this.startWatching();
    // Whoever lists sets opens one soon, and the data engine takes a tenth of a second to come up.
    setTimeout(() => void import('@duckdb/node-api').catch(() => undefined), WARM_MS).unref();
    return this.book.sets;
  }

  /** A set of a watched workspace, open; that of a run is made when there is none. A `Refusal` for other folders. */
  async open(set: string, fresh = false): Promise<OpenSet> {
    const place = placeOf(set, this.book.roots);
    const isOpen = this.stores.dirs.includes(place.dir);
    if (place.kind === 'run' && (fresh || !isOpen)) {
      await mustLieInside({ ...place, dir: place.run });
      await this.ensure(place.run);
    }
    if (!isOpen) await mustLieInside(place);
    const store = await this.stores.get(place.dir, fresh);
    if (!this.told.has(store)) this.told.set(store, store.revision);
    if (!isOpen) this.startWatching();
    return { place, store };
  }

  /** Makes the set of a run once, however many ask for it. */
  private async ensure(run: string): Promise<void> {
    const making = this.making.get(run) ?? this.parts.ensureRunSet(run);
    this.making.set(run, making);
    try {
      await making;
    } finally {
      this.making.delete(run);
    }
  }

  async store(set: string): Promise<SetStore> {
    return (await this.open(set)).store;
  }

  async maybe(set: string | undefined): Promise<SetStore | undefined> {
    return set === undefined ? undefined : this.store(set);
  }

  close(set: string): void {
    this.stores.close(placeOf(set, this.book.roots).dir);
    this.hint();
  }

  /** What a set is called and has, with the verdicts that are known of its failures by now. */
  async about({ place, store }: OpenSet): Promise<AuditSet> {
    await store.refresh();
    const { columns, verdicts } = store;
    const counts = AUDIT_METHOD_NAMES.flatMap((method) => {
      const labels = verdicts.labels[method];
      let n = 0;
      for (let i = 0; i < columns.rows; i += 1) {
        if (labels[i] !== 0 && columns.outcome[i] === OUTCOME.wrong) n += 1;
      }
      return n === 0 ? [] : [[method, n] as const];
    });
    return { ...(await this.parts.readSet(place.dir)), methods: Object.fromEntries(counts) };
  }

  mustWatch(root: string): void {
    if (!this.book.roots.includes(root)) throw new Refusal(`${root} is not an open workspace`);
  }

  /** A made dataset that a curriculum of this window has named, open. */
  async madeStore(dir: string): Promise<MadeStore> {
    const isOpen = this.made.dirs.includes(dir);
    const store = await this.made.store(dir);
    if (!isOpen) this.startWatching();
    return store;
  }

  /** What is written into one folder is written one after another. */
  async inTurn(dir: string, write: () => Promise<void>): Promise<void> {
    const before = this.writing.get(dir) ?? Promise.resolve();
    const done = before.then(write, write);
    this.writing.set(
      dir,
      done.catch(() => undefined),
    );
    await done;
  }

  /** Labels; then the set is read on, so that who labelled sees it. */
  async labelled(store: SetStore, write: () => Promise<void>): Promise<number> {
    await this.inTurn(store.dir, write);
    await store.refresh();
    this.hint();
    return store.revision;
  }

  hint(): void {
    this.hinted = true;
    this.pulse.hint();
  }

  async end(): Promise<void> {
    this.jobs.cancelAll();
    this.pulse.stop();
    await this.watcher?.close();
  }

  private async tick(): Promise<void> {
    const hinted = this.hinted;
    this.hinted = false;
    for (const store of await this.stores.all()) {
      await store.refresh();
      if (this.told.get(store) === store.revision) continue;
      this.told.set(store, store.revision);
      this.send({ type: 'changed', set: store.dir, revision: store.revision });
    }
    for (const dir of await this.made.look()) this.send({ type: 'made', dir });
    const now = performance.now();
    if (this.book.roots.length > 0 && (hinted || now - this.listed >= LIST_MS)) {
      this.listed = now;
      if (await this.book.look()) this.send({ type: 'sets', sets: this.book.sets });
    }
    this.watcher?.set([...this.stores.dirs, ...this.made.dirs, ...this.book.folders]);
  }

  private startWatching(): void {
    this.pulse.start();
    this.hint();
    if (this.watching) return;
    this.watching = true;
    void openFolderWatcher(() => this.hint()).then((watcher) => {
      this.watcher = watcher;
      this.hint();
    });
  }
}
