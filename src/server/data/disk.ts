import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry } from '../../service';

const MOST_ENTRIES = 2000;

/** The names in a folder, sorted, hidden ones left out; nothing when it cannot be read. */
export async function listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    const entries = (await readdir(path, { withFileTypes: true }))
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .slice(0, MOST_ENTRIES);
    const kinds = await Promise.all(
      entries.map(async (entry) => {
        if (entry.isSymbolicLink()) return linkKind(join(path, entry.name));
        return entry.isDirectory() ? 'folder' : 'file';
      }),
    );
    return entries.flatMap(({ name }, index) => {
      const kind = kinds[index];
      return kind === undefined ? [] : [{ name, kind }];
    });
  } catch {
    return undefined;
  }
}

async function linkKind(path: string): Promise<FolderEntry['kind'] | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
