import { RunStore } from './run-store';

/** Runs whose curves are kept in memory after nobody looks at them any more, and the points of all of them together. */
const MOST_IDLE = 6;
const MOST_POINTS = 6_000_000;

/**
 * The stores of the runs that somebody looks at, and of a few that somebody looked at lately. Revisions grow over all
 * runs together, so that one whose store was dropped and read again does not seem older.
 */
export class Stores {
  private readonly stores = new Map<string, RunStore>();
  private readonly revisions = new Map<string, number>();
  private held: ReadonlySet<string> = new Set();
  private latest = 0;

  /** The store of a run with all that its events file has by now. */
  async fresh(dir: string): Promise<RunStore> {
    const store = this.stores.get(dir) ?? new RunStore(dir);
    // A map keeps the order of insertion: what is used last stands last.
    this.stores.delete(dir);
    this.stores.set(dir, store);
    if (await store.file.refresh()) this.bump(dir);
    this.drop();
    return store;
  }

  /** Reads on in the stores that are there; returns the runs that have grown. */
  async refresh(dirs: Iterable<string>): Promise<readonly string[]> {
    const grown: string[] = [];
    for (const dir of dirs) {
      const before = this.revision(dir);
      await this.fresh(dir);
      if (this.revision(dir) !== before) grown.push(dir);
    }
    return grown;
  }

  /** These are never dropped. */
  hold(dirs: Iterable<string>): void {
    this.held = new Set(dirs);
    this.drop();
  }

  forget(dir: string): void {
    this.stores.delete(dir);
    this.revisions.delete(dir);
  }

  revision(dir: string): number {
    return this.revisions.get(dir) ?? 0;
  }

  /** Something of the run has changed. */
  bump(dir: string): void {
    this.latest += 1;
    this.revisions.set(dir, this.latest);
  }

  private drop(): void {
    const idle = [...this.stores].filter(([dir]) => !this.held.has(dir));
    let points = idle.reduce((sum, [, store]) => sum + store.points, 0);
    // The one used last is being answered from.
    for (const [i, [dir, store]] of idle.slice(0, -1).entries()) {
      if (idle.length - i <= MOST_IDLE && points <= MOST_POINTS) return;
      points -= store.points;
      this.stores.delete(dir);
    }
  }
}
