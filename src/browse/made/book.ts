import { join } from 'node:path';

import { makeGuard } from '../../data';
import { MADE_FILES } from '../../make';
import { Refusal, type ItemPicture, type MadeSet } from '../../protocol';
import { OpenStores } from '../sets/open-stores';
import { fileStamp } from '../sets/stamp';
import type { MadePicture } from './item';
import { movedInto } from './moved';
import { MadeStore } from './store';

/** Sets open at once, and folders that one window may have been told of. */
const MOST_OPEN = 4;
const MOST_KNOWN = 1000;

/** The made sets of one window: which folders its curricula name, and those that are open. */
export class MadeBook {
  private readonly known = new Map<string, MadeSet>();
  private readonly open = new OpenStores(MOST_OPEN, (dir) => MadeStore.open(dir));

  /** Takes what a curriculum's made sets are: only these may be asked for. */
  learn(sets: readonly MadeSet[]): void {
    for (const set of sets) {
      this.known.delete(set.dir);
      this.known.set(set.dir, set);
    }
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_KNOWN) break;
      this.known.delete(oldest);
    }
  }

  /** Folders of open sets. */
  get dirs(): readonly string[] {
    return this.open.dirs;
  }

  /** A made set, open; read anew when it was made again. A `Refusal` for a folder that no curriculum has named. */
  async store(dir: string): Promise<MadeStore> {
    if (!this.known.has(dir))
      throw new Refusal(
        `${dir} is no made dataset of a curriculum of this window`,
        'Open its curriculum and browse the data from there.',
      );
    return this.open.get(dir, await stampOf(dir));
  }

  /** Folders in which something was made or said since the last look. */
  async look(): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const [dir, { store, stamp }] of this.open.entries) {
      if ((await stampOf(dir)) !== stamp) {
        this.open.close(dir);
        changed.push(dir);
      } else if (await (await store.catch(() => undefined))?.refresh()) changed.push(dir);
    }
    return changed;
  }

  /**
   * Finds images of a set: inside its folder, those that its recipe names, and `roots`; links are followed. What names
   * the files is a made folder, which may be anybody's.
   */
  pictures(
    dir: string,
    roots: readonly string[],
    lookAt: (real: string) => Promise<ItemPicture>,
  ): MadePicture {
    const folders = [dir, ...(this.known.get(dir)?.images ?? [])];
    const guard = makeGuard([...folders, ...roots]);
    return async (path) => {
      const found = await guard.check(path);
      if (found.kind === 'missing' || found.kind === 'outside') {
        for (const moved of movedInto(folders, path)) {
          const there = await guard.check(moved);
          if (there.kind === 'allowed') return lookAt(there.real);
        }
      }
      switch (found.kind) {
        case 'allowed':
          return lookAt(found.real);
        case 'missing':
          return { missing: `There is no file ${path}.` };
        case 'outside':
          return { missing: `${path} cannot be shown: ${found.reason}.` };
        case 'unreadable':
          return { missing: `${path} cannot be read: ${found.reason}.` };
      }
    };
  }
}

/** Of manifest and rows: a make writes both anew. */
const stampOf = async (dir: string): Promise<string> =>
  (await Promise.all([MADE_FILES.manifest, MADE_FILES.rows].map((file) => fileStamp(join(dir, file))))).join(
    ' | ',
  );
