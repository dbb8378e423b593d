import type { DataEngine } from '../data';

/** Sets of folders kept open: a window has one or two, and each costs a database. */
const MOST_OPEN = 3;

interface Held {
  readonly data: Promise<DataEngine>;
  users: number;
}

/**
 * Data engines by the folders that they may read, kept open between questions: DuckDB takes a second to come up. One
 * that has long not been used is closed when another is needed.
 */
export class WarmData {
  private readonly held = new Map<string, Held>();

  async use<T>(
    folders: readonly string[],
    open: () => Promise<DataEngine>,
    work: (data: DataEngine) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([...folders].sort());
    const one = this.held.get(key) ?? { data: open(), users: 0 };
    // A map keeps the order of insertion: what is used last stands last.
    this.held.delete(key);
    this.held.set(key, one);
    one.users += 1;
    try {
      return await work(await one.data);
    } catch (error) {
      // One that could not be opened is tried again with the next question.
      await one.data.catch(() => this.held.delete(key));
      throw error;
    } finally {
      one.users -= 1;
      this.closeOldest();
    }
  }

  private closeOldest(): void {
    for (const [key, one] of this.held) {
      if (this.held.size <= MOST_OPEN) return;
      if (one.users > 0) continue;
      this.held.delete(key);
      one.data.then((data) => data.close()).catch(() => undefined);
    }
  }
}
