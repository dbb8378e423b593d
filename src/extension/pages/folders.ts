import { isAbsolute, parse, resolve } from 'node:path';
import { isInside } from './images';

/** Folders that one panel takes from its runs at most. */
const MOST = 20;

/** The folders from which a dashboard may show images. */
export interface ImageFolders {
  /** All of them, absolute. */
  list(): readonly string[];
  /** Takes those that a run's curriculum names; true when there is one that was not allowed before. */
  take(folders: readonly string[]): boolean;
}

/**
 * Begins with the workspace's folders. What a run names is what its files say, and they may be anybody's: nothing is
 * taken in a workspace that is not trusted, and never a whole disk.
 */
export function imageFolders(workspace: () => readonly string[], isTrusted: () => boolean): ImageFolders {
  const named = new Set<string>();
  const list = (): readonly string[] => [...workspace(), ...named];
  return {
    list,
    take: (folders) => {
      if (!isTrusted()) return false;
      const more = folders
        .filter((folder) => isAbsolute(folder))
        .map((folder) => resolve(folder))
        .filter((folder) => folder !== parse(folder).root)
        .filter((folder) => !list().some((known) => known === folder || isInside(folder, known)))
        .slice(0, Math.max(0, MOST - named.size));
      for (const folder of more) named.add(folder);
      return more.length > 0;
    },
  };
}
