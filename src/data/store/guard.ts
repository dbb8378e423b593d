import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { codeOf } from '../errors';

export type Guarded =
  | { readonly kind: 'allowed'; readonly real: string }
  | { readonly kind: 'outside'; readonly reason: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Keeps every read inside the declared folders, symbolic links followed. */
export interface Guard {
  /** Real paths of the declared folders. */
  readonly folders: readonly string[];
  check(path: string): Promise<Guarded>;
  /** Whether the text of an absolute path already leaves the folders, before the file system is asked. */
  isOutside(path: string): boolean;
}

const inside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/** The real path of a folder; of one that does not exist yet, its nearest existing parent's with the rest appended. */
function realFolder(folder: string): string {
  const full = resolve(folder);
  try {
    return realpathSync(full);
  } catch {
    const parent = dirname(full);
    return parent === full ? full : join(realFolder(parent), basename(full));
  }
}

export function makeGuard(declared: readonly string[]): Guard {
  const written = declared.map((folder) => resolve(folder));
  const folders = [...new Set(written.map(realFolder))];
  const isOutside = (path: string): boolean =>
    ![...written, ...folders].some((folder) => inside(folder, resolve(path)));

  return {
    folders,
    isOutside,
    async check(path) {
      if (path.includes('\0')) return { kind: 'unreadable', reason: 'its path holds a NUL character' };
      if (isOutside(path)) return { kind: 'outside', reason: 'it lies outside the declared folders' };
      try {
        const real = await realpath(path);
        if (folders.some((folder) => inside(folder, real))) return { kind: 'allowed', real };
        return { kind: 'outside', reason: 'it is a symbolic link that leads outside the declared folders' };
      } catch (error) {
        const code = codeOf(error);
        if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
        return {
          kind: 'unreadable',
          reason: code === 'ELOOP' ? 'its links go in a circle' : (code ?? 'unreadable'),
        };
      }
    },
  };
}
