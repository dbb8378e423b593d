/** Questions that are under way when a store is closed still have their answers. */
const CLOSE_MS = 30_000;

interface Closing {
  close(): void | Promise<void>;
}

interface Open<S> {
  readonly store: Promise<S>;
  /** Of its files when they were read: when they are replaced, it is another. */
  readonly stamp: string;
}

/** Open stores by folder; the one that was asked longest ago is closed when there are more than `most`. */
export class OpenStores<S extends Closing> {
  private readonly open = new Map<string, Open<S>>();

  constructor(
    private readonly most: number,
    private readonly read: (dir: string) => Promise<S>,
  ) {}

  get dirs(): readonly string[] {
    return [...this.open.keys()];
  }

  /** Those that are open, with what their files were when they were read. */
  get entries(): readonly (readonly [dir: string, open: Open<S>])[] {
    return [...this.open];
  }

  stampOf(dir: string): string | undefined {
    return this.open.get(dir)?.stamp;
  }

  /** The store of a folder whose files are `stamp` now: the open one when it read just these, else a new one. */
  async get(dir: string, stamp: string): Promise<S> {
    const known = this.open.get(dir);
    if (known?.stamp === stamp) {
      // A map keeps the order of insertion: what is used last stands last.
      this.open.delete(dir);
      this.open.set(dir, known);
      return known.store;
    }
    this.close(dir);
    const store = this.read(dir);
    this.open.set(dir, { store, stamp });
    store.catch(() => {
      if (this.open.get(dir)?.store === store) this.open.delete(dir);
    });
    for (const oldest of this.open.keys()) {
      if (this.open.size <= this.most) break;
      this.close(oldest);
    }
    return store;
  }

  close(dir: string): void {
    const known = this.open.get(dir);
    if (known === undefined) return;
    this.open.delete(dir);
    setTimeout(
      () => void known.store.then((store) => store.close()).catch(() => undefined),
      CLOSE_MS,
    ).unref();
  }
}
