import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openDataEngine, type DataEngine } from '../data';
import type { Curriculum } from '../language';

/** Makes `.stagecraft` below `root`, with a `.gitignore` that keeps runs out of the repository. Throws what the system says. */
export function makeWorkspace(root: string): void {
  const folder = join(root, '.stagecraft');
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** Folders that a curriculum's data may lie in: the workspace, the curriculum's own folder, what it declares. */
export const dataFolders = (root: string, file: string, curriculum?: Curriculum): readonly string[] => [
  ...new Set([root, dirname(resolve(file)), ...(curriculum?.folders ?? [])]),
];

/** Opens the data engine on the folders that a curriculum may use, with the workspace's cache; the caller closes it. */
export function openLaunchData(root: string, file: string, curriculum?: Curriculum): Promise<DataEngine> {
  try {
    makeWorkspace(root); // before the cache is written, so that it never gets into the repository
  } catch {
    // Read-only: looking works all the same, only without a cache; a run will say what it cannot write.
  }
  return openDataEngine({
    folders: dataFolders(root, file, curriculum),
    cache: join(root, '.stagecraft', 'cache'),
  });
}
