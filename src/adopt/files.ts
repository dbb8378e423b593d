import { realpathSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';

/** Largest script, settings or configuration file that is read. */
const MOST_BYTES = 1_000_000;
/** Folders above a script in which the files that it names are looked for. */
const MOST_FOLDERS = 6;

/** The text of a regular file of sensible size; nothing when it is none, or cannot be read. */
export type ReadText = (path: string) => string | undefined;

export const readText: ReadText = (path) => {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MOST_BYTES) return undefined;
    const text = readFileSync(path, 'utf8');
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
};

/** The folder of a script and those above it, nearest first. */
export function foldersAbove(script: string): readonly string[] {
  const folders = [dirname(resolve(script))];
  while (folders.length < MOST_FOLDERS) {
    const above = dirname(folders.at(-1) ?? '');
    if (above === folders.at(-1) || above === dirname(above)) break;
    folders.push(above);
  }
  return folders;
}

/** A file that a script names, where it lies in the script's own folder tree, links followed. */
export function findNear(
  script: string,
  named: string,
  cwd: string | undefined,
): { readonly path: string; readonly base: string } | undefined {
  const folders = foldersAbove(script);
  const top = folders.at(-1) ?? dirname(script);
  for (const base of cwd === undefined ? folders : [cwd, ...folders]) {
    const path = resolve(base, named);
    try {
      const away = relative(realpathSync(top), realpathSync(path));
      if (!away.startsWith('..') && !isAbsolute(away) && statSync(path).isFile()) return { path, base };
    } catch {
      // Not there: the next folder.
    }
  }
  return undefined;
}
