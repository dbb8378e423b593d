import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** The deepest folder that holds all of them; absent when there is none (two Windows drives). */
export function commonFolder(folders: readonly string[]): string | undefined {
  const [first, ...rest] = folders.map((folder) => resolve(folder));
  if (first === undefined) return undefined;
  let common = first;
  for (const folder of rest) {
    while (!holds(common, folder)) {
      const parent = dirname(common);
      if (parent === common) return undefined;
      common = parent;
    }
  }
  return common;
}

const holds = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
};

/** A path relative to a folder with forward slashes; absolute where there is no way (two Windows drives). */
export function relativeImage(folder: string | undefined, path: string): string {
  const way = folder === undefined ? path : relative(folder, path);
  return way.replaceAll(sep, '/');
}
