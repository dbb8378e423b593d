import { performance } from 'node:perf_hooks';

import { Refusal, type FromMonitor, type MonitorResult, type RunSummary } from '../../protocol';
import { readRunManifest, runsFolder, type RunManifest } from '../../runs';
import { stageOffsets, type StageOffset } from '../curves/offsets';
import { RunBook, type RunChanges } from '../list/book';
import { LogFollowers } from '../log/followers';
import type { MonitorParts } from '../parts';
import type { RunStore } from '../store/run-store';
import { Stores } from '../store/stores';
import { openFolderWatcher, type FolderWatcher } from '../watch/watcher';
import { Ticker } from '../watch/ticker';
import { FindingsTeller } from './findings-teller';

type Notice = Exclude<FromMonitor, { type: 'answer' | 'failed' }>;

/** A run with all that is known of it now. */
export interface OpenRun {
  readonly summary: RunSummary;
  readonly store: RunStore;
  readonly offsets: readonly StageOffset[];
  readonly revision: number;
}

/** Manifests kept: they are written once and may be large. */
const MOST_MANIFESTS = 16;

/** What the calls of one editor share: the runs that are watched, their curves, and what is followed. */
export class Session {
  readonly book = new RunBook();
  readonly stores = new Stores();
  readonly logs: LogFollowers;
  private readonly findings: FindingsTeller;
  private readonly ticker: Ticker;
  private readonly manifests = new Map<string, RunManifest>();
  private watcher: FolderWatcher | undefined;
  private followed: readonly string[] = [];
  /** Runs that changed since the last `grew`. */
  private readonly grown = new Set<string>();

  constructor(
    readonly parts: MonitorParts,
    private readonly channel: { send(notice: Notice): void; isClogged(): boolean },
    private readonly onDefect: (error: unknown) => void,
  ) {
    this.ticker = new Ticker(() => this.tick(), onDefect);
    this.logs = new LogFollowers((subscription, stage, text) =>
      channel.send({ type: 'log', subscription, stage, text }),
    );
    this.findings = new FindingsTeller((file, run, found) =>
      channel.send({ type: 'findings', file, run, findings: found }),
    );
  }

  async watch(roots: readonly string[]): Promise<MonitorResult<'watch'>> {
    const list = await this.book.open(roots, performance.now());
    this.ticker.start();
    this.startWatcher();
    return list;
  }

  async follow(runs: readonly string[]): Promise<void> {
    this.followed = [...new Set(runs.filter((run) => this.isKnown(run)))];
    await this.book.want(this.followed, performance.now());
    this.ticker.hint();
    // One that is refused, as of a folder that was closed, does not take the others along.
    for (const run of runs) this.mustKnow(run);
  }

  /** A run of a watched workspace with everything that its files say by now; a `Refusal` for any other folder. */
  async open(run: string): Promise<OpenRun> {
    const summary = await this.summary(run);
    const store = await this.stores.fresh(run);
    return {
      summary,
      store,
      offsets: stageOffsets(summary.stages, store),
      revision: this.stores.revision(run),
    };
  }

  async summary(run: string): Promise<RunSummary> {
    this.mustKnow(run);
    if (this.book.summary(run) === undefined) this.changed(await this.book.reread(run, performance.now()));
    const summary = this.book.summary(run);
    if (summary === undefined) throw new Refusal(`There is no run ${run} any more`);
    return summary;
  }

  /** What a run was started with; nothing when its `run.json` is damaged. */
  async manifest(run: string): Promise<RunManifest | undefined> {
    this.mustKnow(run);
    const known = this.manifests.get(run);
    if (known !== undefined) return known;
    const reading = await readRunManifest(run);
    if (!reading.ok) return undefined;
    const [oldest] = this.manifests.keys();
    if (oldest !== undefined && this.manifests.size >= MOST_MANIFESTS) this.manifests.delete(oldest);
    this.manifests.set(run, reading.value);
    return reading.value;
  }

  async mustHaveManifest(run: string): Promise<RunManifest> {
    const manifest = await this.manifest(run);
    if (manifest === undefined)
      throw new Refusal('The run cannot be read: its run.json is damaged or missing');
    return manifest;
  }

  async list(limit: number): Promise<MonitorResult<'runs'>> {
    return this.book.read(limit, performance.now());
  }

  followLog(run: string, stage: string | undefined, lines: number): number {
    const subscription = this.logs.add(run, stage, lines);
    this.ticker.hint();
    return subscription;
  }

  /** Looks at a run at once: something was done with it. */
  async touch(run: string): Promise<void> {
    this.changed(await this.book.reread(run, performance.now()));
    this.ticker.hint();
  }

  /** Only folders of runs in a watched workspace may be asked for; the page's questions come through here, too. */
  mustKnow(run: string): void {
    if (!this.isKnown(run)) throw new Refusal(`${run} is not a run of an open workspace`);
  }

  private isKnown(run: string): boolean {
    return this.book.watchedRoots.some((root) => isChild(run, runsFolder(root)));
  }

  mustWatch(root: string): void {
    if (!this.book.watchedRoots.includes(root)) throw new Refusal(`${root} is not an open workspace`);
  }

  async close(): Promise<void> {
    this.ticker.stop();
    this.logs.close();
    await this.watcher?.close();
  }

  private async tick(): Promise<void> {
    this.changed(await this.book.look(performance.now()));
    this.lookFar();
    const looked = new Set([...this.followed, ...this.findings.reading(this.book.summaries)]);
    this.stores.hold(looked);
    for (const run of await this.stores.refresh(looked)) this.grown.add(run);
    for (const run of this.followed) {
      if (this.grown.has(run)) this.channel.send({ type: 'grew', run, revision: this.stores.revision(run) });
    }
    this.grown.clear();
    await this.findings.tellNew(this.book.summaries, (run) => this.stores.fresh(run));
    if (!this.channel.isClogged()) await this.logs.look((run) => this.book.summary(run));
    const live = this.book.live.map(({ dir }) => dir);
    this.watcher?.set([
      ...this.book.watchedRoots.map(runsFolder),
      ...looked,
      ...live,
      ...this.logs.runs,
      ...this.logs.folders,
    ]);
    this.ticker.pace = looked.size + live.length + this.logs.runs.length > 0 ? 'busy' : 'idle';
  }

  /** Old runs are many: nobody waits for the look at them. */
  private lookFar(): void {
    this.book.lookFar(performance.now()).then(
      (changes) => this.changed(changes),
      (error: unknown) => this.onDefect(error),
    );
  }

  private changed({ changed, removed, total }: RunChanges): void {
    if (changed.length === 0 && removed.length === 0) return;
    for (const { dir } of changed) {
      this.stores.bump(dir);
      this.grown.add(dir);
    }
    for (const dir of removed) {
      this.stores.forget(dir);
      this.manifests.delete(dir);
    }
    this.channel.send({ type: 'runs', changed, removed, total });
  }

  private startWatcher(): void {
    if (this.watcher !== undefined) return;
    void openFolderWatcher(() => this.ticker.hint()).then((watcher) => {
      this.watcher = watcher;
      this.ticker.hint();
    });
  }
}

function isChild(dir: string, folder: string): boolean {
  if (!dir.startsWith(folder)) return false;
  const rest = dir.slice(folder.length);
  return /^[\\/][^\\/.][^\\/]*$/u.test(rest);
}
