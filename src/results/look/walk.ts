import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';

/** A file below a folder, links followed; each real file once. */
export interface FoundFile {
  readonly path: string;
  readonly real: string;
}

const DEEPEST = 8;
const MOST_FILES = 50_000;
const LEFT_OUT = new Set(['node_modules', '.git', '__pycache__', '.venv', '.cache']);

/**
 * Regular files below a folder, in the order of their names. A link to a file is followed when it leads back into the
 * folder (VLMEvalKit links finished files next to their evaluations); links to folders are not. Pipes, sockets and
 * devices are put into `special`: they are never opened.
 */
export async function filesBelow(root: string, special: string[] = []): Promise<readonly FoundFile[]> {
  const top = await realpath(root);
  const seen = new Set<string>();
  const files: FoundFile[] = [];
  const links: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
      if (files.length >= MOST_FILES) return;
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isFile() && !seen.has(path)) {
        seen.add(path);
        files.push({ path, real: path });
      } else if (
        entry.isDirectory() &&
        depth < DEEPEST &&
        !LEFT_OUT.has(entry.name) &&
        !entry.name.startsWith('.draft')
      ) {
        await walk(path, depth + 1);
      } else if (!entry.isFile() && !entry.isDirectory()) special.push(path);
    }
  };
  await walk(top, 0);
  // What a link leads to has mostly been found itself, and then counts there.
  for (const path of links) {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined || seen.has(real)) continue;
    const way = relative(top, real);
    if (way.startsWith('..') || isAbsolute(way)) continue;
    const stats = await stat(real).catch(() => undefined);
    if (stats === undefined || stats.isDirectory()) continue;
    if (!stats.isFile()) {
      if (!special.includes(real)) special.push(path);
      continue;
    }
    seen.add(real);
    files.push({ path, real });
  }
  return files;
}
