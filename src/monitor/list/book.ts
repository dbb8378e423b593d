import { isDeepStrictEqual } from 'node:util';

import { isLive, type RunList, type RunSummary } from '../../protocol';
import { readRuns } from '../../runs';
import { folderStamp, newestFirst, runPlaces, stateStamp, type RunPlace } from './folder';
import { toSummary } from './summary';

/** What has changed between two looks. */
export interface RunChanges {
  readonly changed: readonly RunSummary[];
  readonly removed: readonly string[];
  readonly total: number;
}

interface Entry {
  readonly place: RunPlace;
  readonly summary: RunSummary;
  /** Of the state file when it was read. */
  readonly stamp: string;
  /** When it was read, in milliseconds of the look's clock. */
  readonly read: number;
}

const FIRST_LIMIT = 200;
/** A run that claims to live is read again after this long even where its files say nothing: it may be dead. */
const LIVE_MS = process.platform === 'linux' ? 1000 : 5000;
/** Ended runs are looked at for being resumed. */
const ENDED_MS = 2000;
const FAR_MS = 60_000;
/** Generous: the clocks of a file server and of this machine may differ. */
const LATELY_MS = 10 * 60_000;
const AT_ONCE = 64;

/**
 * The runs of some workspaces: the newest ones, those that live, and those that somebody looks at, each as it truly
 * stands. Everything is read again only where its file's stamp has changed, so a look at what rests costs a `stat`.
 */
export class RunBook {
  private roots: readonly string[] = [];
  private limit = FIRST_LIMIT;
  private readonly entries = new Map<string, Entry>();
  private places: readonly RunPlace[] = [];
  private readonly stamps = new Map<string, string>();
  private wanted: ReadonlySet<string> = new Set();
  private lastEnded = 0;
  private lastFar = -Infinity;
  private turn: Promise<unknown> = Promise.resolve();

  get total(): number {
    return this.places.length;
  }

  get watchedRoots(): readonly string[] {
    return this.roots;
  }

  /** Newest first, and behind them those older ones that live: they were resumed. */
  get summaries(): readonly RunSummary[] {
    const newest = this.newest();
    const old = this.live.filter(({ dir }) => !newest.some((place) => place.dir === dir));
    return [...newest.flatMap(({ dir }) => this.entries.get(dir)?.summary ?? []), ...old];
  }

  get live(): readonly RunSummary[] {
    return [...this.entries.values()].map(({ summary }) => summary).filter(isLive);
  }

  summary(dir: string): RunSummary | undefined {
    return this.entries.get(dir)?.summary;
  }

  /** Where a run lies, when its folder is one of a watched workspace. */
  place(dir: string): RunPlace | undefined {
    return this.entries.get(dir)?.place ?? this.places.find((place) => place.dir === dir);
  }

  /** Watches these workspaces from now on and reads their newest runs. */
  async open(roots: readonly string[], now: number): Promise<RunList> {
    this.roots = [...new Set(roots)];
    this.stamps.clear();
    await this.list();
    for (const [dir, { place }] of this.entries)
      if (!this.roots.includes(place.root)) this.entries.delete(dir);
    return this.read(this.limit, now);
  }

  /** The newest so many; from now on changes of these are told. */
  read(limit: number, now: number): Promise<RunList> {
    return this.inTurn(async () => {
      this.limit = limit;
      await this.readNew(this.newest(), now);
      return { runs: this.summaries, total: this.total };
    });
  }

  /** Runs that are to be known and kept up whether they are among the newest or not. */
  want(dirs: readonly string[], now: number): Promise<void> {
    return this.inTurn(async () => {
      this.wanted = new Set(dirs);
      await this.readNew(
        dirs.flatMap((dir) => this.place(dir) ?? []),
        now,
      );
    });
  }

  /** Looks for runs that came, changed or went. `now` in milliseconds of a clock that never goes back. */
  look(now: number): Promise<RunChanges> {
    return this.inTurn(async () => {
      const removed = await this.list();
      const ended = now - this.lastEnded >= ENDED_MS;
      if (ended) this.lastEnded = now;
      const due = [...this.entries.values()].filter(({ summary }) => ended || isLive(summary));
      const stamps = await inPortions(due, ({ place }) => stateStamp(place.dir));
      const stale = due.filter(({ summary, stamp, read }, i) => {
        const overdue = isLive(summary) && now - read >= LIVE_MS;
        return overdue || stamps[i] !== stamp;
      });
      const places = stale.map(({ place }) => place);
      const changed = await this.readAll(places, now);
      const added = await this.readNew(this.newest(), now);
      return { changed: [...changed, ...added], removed, total: this.total };
    });
  }

  /** Looks, once a minute, for older runs that live: a supervisor writes its state every two seconds. */
  async lookFar(now: number): Promise<RunChanges> {
    const none = { changed: [], removed: [], total: this.total };
    if (now - this.lastFar < FAR_MS || this.places.length <= this.limit) return none;
    this.lastFar = now;
    const old = this.places.slice(this.limit).filter(({ dir }) => !this.entries.has(dir));
    const stamps = await inPortions(old, ({ dir }) => stateStamp(dir));
    const fresh = old.filter((_place, i) => Date.now() - Number.parseFloat(stamps[i] ?? '') < LATELY_MS);
    return this.inTurn(async () => {
      const changed = await this.readNew(fresh, now);
      return { changed: changed.filter(isLive), removed: [], total: this.total };
    });
  }

  /** Reads one run again at once, as after an action. */
  reread(dir: string, now: number): Promise<RunChanges> {
    return this.inTurn(async () => {
      if (this.place(dir) === undefined) this.stamps.clear();
      const removed = await this.list();
      const place = this.place(dir);
      const changed = place === undefined ? [] : await this.readAll([place], now);
      return { changed, removed, total: this.total };
    });
  }

  /** One thing after another, so that no run is read twice at a time and no change told twice. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private readNew(places: readonly RunPlace[], now: number): Promise<readonly RunSummary[]> {
    return this.readAll(
      places.filter(({ dir }) => !this.entries.has(dir)),
      now,
    );
  }

  /** Lists the folders whose stamp has changed; returns the known runs that are gone. */
  private async list(): Promise<readonly string[]> {
    let changed = false;
    const places: RunPlace[] = [];
    for (const root of this.roots) {
      const stamp = await folderStamp(root);
      if (stamp === this.stamps.get(root)) places.push(...this.places.filter((place) => place.root === root));
      else {
        places.push(...(await runPlaces(root).catch(() => [])));
        this.stamps.set(root, stamp);
        changed = true;
      }
    }
    if (!changed && this.places.every(({ root }) => this.roots.includes(root))) return [];
    this.places = this.roots.length > 1 ? places.sort(newestFirst) : places;
    const there = new Set(this.places.map(({ dir }) => dir));
    const gone = [...this.entries.keys()].filter((dir) => !there.has(dir));
    for (const dir of gone) this.entries.delete(dir);
    return gone;
  }

  private newest(): readonly RunPlace[] {
    return this.places.slice(0, this.limit);
  }

  /** Reads runs; returns the summaries that are not what they were. */
  private async readAll(places: readonly RunPlace[], now: number): Promise<readonly RunSummary[]> {
    if (places.length === 0) return [];
    // Taken before reading: what is written in between is noticed the next time.
    const stamps = await inPortions(places, ({ dir }) => stateStamp(dir));
    const readings = await readRuns(places.map(({ dir }) => dir));
    const changed = readings.flatMap((reading, i) => {
      const place = places[i];
      if (place === undefined) return [];
      const summary = toSummary(place.root, reading);
      const before = this.entries.get(place.dir)?.summary;
      this.entries.set(place.dir, { place, summary, stamp: stamps[i] ?? '', read: now });
      return isDeepStrictEqual(before, summary) ? [] : [summary];
    });
    this.forgetOld();
    return changed;
  }

  /** Runs that ended, are not among the newest any more, and that nobody looks at. */
  private forgetOld(): void {
    if (this.entries.size <= this.limit + 100) return;
    const newest = new Set(this.newest().map(({ dir }) => dir));
    for (const [dir, { summary }] of this.entries) {
      if (!newest.has(dir) && !this.wanted.has(dir) && !isLive(summary)) this.entries.delete(dir);
    }
  }
}

/** A few at once: a thousand questions to a slow disk would keep everybody else waiting. */
async function inPortions<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(work))));
  }
  return results;
}
