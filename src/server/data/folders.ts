import { dirname, relative, isAbsolute, sep } from 'node:path';
import type { Snapshot } from '../../service';

/**
 * Folders that the data of a curriculum may be read from: those of the workspace, its own, and those it declares;
 * none for a document that lies on no disk. A folder inside another is left out.
 */
export function dataFolders(snapshot: Snapshot, workspace: readonly string[]): readonly string[] {
  if (!snapshot.onDisk) return [];
  const declared = snapshot.checked.base.curriculum?.folders ?? [];
  const all = [...new Set([...workspace, dirname(snapshot.path), ...declared])];
  return all.filter((one) => !all.some((other) => other !== one && lies(one, other))).sort();
}

/** Whether a path lies in a folder or is it. */
export function lies(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
