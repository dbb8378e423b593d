import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The file that a log means by `path`: absolute, or relative to one of `folders`. Only what lies in one of them, also
 * after every link of the file system was followed, counts; nothing else is looked up. Undefined when there is none.
 */
export async function locate(path: string, folders: readonly string[]): Promise<string | undefined> {
  // A zero byte is no part of a name; a network path would be asked for over the network.
  if (path.includes('\0') || /^[\\/]{2}/.test(path)) return undefined;
  const candidates = isAbsolute(path) ? [resolve(path)] : folders.map((folder) => resolve(folder, path));
  for (const candidate of new Set(candidates)) {
    if (!folders.some((folder) => isInside(candidate, folder))) continue;
    const real = await realFile(candidate);
    if (real === undefined) continue;
    for (const folder of folders)
      if (isInside(real, await realpath(folder).catch(() => folder))) return candidate;
  }
  return undefined;
}

async function realFile(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? await realpath(path) : undefined;
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
