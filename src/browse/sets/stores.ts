import { join } from 'node:path';

import { SET_FILES } from '../../results';
import { inPlace, type Aside } from '../store/aside';
import { SetStore } from '../store/set-store';
import { OpenStores } from './open-stores';
import { fileStamp } from './stamp';

/** Sets open at once: a window compares two, and a look at others need not read them again at once. */
const MOST_OPEN = 6;

/** Open audit sets by folder. */
export class Stores {
  private readonly open: OpenStores<SetStore>;

  constructor(aside: Aside = inPlace) {
    this.open = new OpenStores(MOST_OPEN, (dir) => SetStore.open(dir, aside));
  }

  /** Opens a set, or finds it open. `fresh`: looks whether its items have been replaced. */
  async get(dir: string, fresh = false): Promise<SetStore> {
    const known = fresh ? undefined : this.open.stampOf(dir);
    return this.open.get(dir, known ?? (await fileStamp(join(dir, SET_FILES.items))));
  }

  get dirs(): readonly string[] {
    return this.open.dirs;
  }

  /** The open sets that have been read. */
  async all(): Promise<readonly SetStore[]> {
    const stores = await Promise.all(this.open.entries.map(([, { store }]) => store.catch(() => undefined)));
    return stores.filter((store) => store !== undefined);
  }

  close(dir: string): void {
    this.open.close(dir);
  }
}
