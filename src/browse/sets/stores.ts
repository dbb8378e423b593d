import { join } from 'node:path';

import { SET_FILES } from '../../results';
import { inPlace, type Aside } from '../store/aside';
import { SetStore } from '../store/set-store';
import { fileStamp } from './stamp';

/** Sets open at once: a window compares two, and a look at others need not read them again at once. */
const MOST_OPEN = 6;
/** Questions that are under way when a set is closed still have their answers. */
const CLOSE_MS = 30_000;

interface Open {
  readonly store: Promise<SetStore>;
  /** Of the items when they were read: a run that predicts anew has others. */
  readonly stamp: string;
}

/** Open sets by folder; the one that was asked longest ago is closed when there are too many. */
export class Stores {
  private readonly open = new Map<string, Open>();

  constructor(private readonly aside: Aside = inPlace) {}

  /** Opens a set, or finds it open. `fresh`: looks whether its items have been replaced. */
  async get(dir: string, fresh = false): Promise<SetStore> {
    const known = this.open.get(dir);
    const stamp = known === undefined || fresh ? await fileStamp(join(dir, SET_FILES.items)) : known.stamp;
    const still = this.open.get(dir);
    if (still?.stamp === stamp) {
      // A map keeps the order of insertion: what is used last stands last.
      this.open.delete(dir);
      this.open.set(dir, still);
      return still.store;
    }
    this.close(dir);
    const store = SetStore.open(dir, this.aside);
    this.open.set(dir, { store, stamp });
    store.catch(() => {
      if (this.open.get(dir)?.store === store) this.open.delete(dir);
    });
    for (const oldest of this.open.keys()) {
      if (this.open.size <= MOST_OPEN) break;
      this.close(oldest);
    }
    return store;
  }

  get dirs(): readonly string[] {
    return [...this.open.keys()];
  }

  /** The open sets that have been read. */
  async all(): Promise<readonly SetStore[]> {
    const stores = await Promise.all(
      [...this.open.values()].map(({ store }) => store.catch(() => undefined)),
    );
    return stores.filter((store) => store !== undefined);
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
