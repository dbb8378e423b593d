import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../errors';
import type { Guard, Guarded } from '../store/guard';
import type { ByteReader, HeaderResult, ImageHeader } from './header';
import { readHeader } from './header';

export type Inspection =
  | { readonly kind: 'image'; readonly header: ImageHeader }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string };

const WINDOW = 4096;

/** A file that may be read, with what tells one content of it from another. */
export interface FoundImage {
  readonly kind: 'found';
  readonly real: string;
  readonly size: number;
  readonly mtime: number;
}

/**
 * Finds image files inside the declared folders. A folder is asked for its real path once, and a file only where it
 * is a symbolic link: ten thousand images are then one system call each.
 */
export function imageFinder(guard: Guard): (path: string) => Promise<FoundImage | Inspection> {
  const folders = new Map<string, Promise<Guarded>>();
  const realFolder = (path: string): Promise<Guarded> => {
    const known = folders.get(path) ?? guard.check(path);
    folders.set(path, known);
    return known;
  };
  const found = (real: string, { size, mtimeMs }: Stats): FoundImage => ({
    kind: 'found',
    real,
    size,
    mtime: mtimeMs,
  });
  return async (path) => {
    try {
      const folder = await realFolder(dirname(path));
      if (folder.kind === 'allowed') {
        const real = join(folder.real, basename(path));
        const stat = await lstat(real);
        if (!stat.isSymbolicLink()) return kindOf(stat) ?? found(real, stat);
      }
      const file = await guard.check(path);
      if (file.kind === 'unreadable') return { kind: 'broken', reason: file.reason };
      if (file.kind !== 'allowed') return file;
      const stat = await lstat(file.real);
      return kindOf(stat) ?? found(file.real, stat);
    } catch (error) {
      return failure(error);
    }
  };
}

function kindOf(stat: Stats): Inspection | undefined {
  if (stat.isDirectory()) return { kind: 'broken', reason: 'it is a folder' };
  return stat.isFile() ? undefined : { kind: 'broken', reason: 'it is not a regular file' };
}

function failure(error: unknown): Inspection {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  return {
    kind: 'broken',
    reason: code === 'EACCES' ? 'you may not read it' : (code ?? 'it cannot be read'),
  };
}

/** Looks at an image file: header and end only. */
export async function inspectFile({ real, size }: FoundImage): Promise<Inspection> {
  let file: FileHandle | undefined;
  try {
    file = await open(real, 'r');
    return await readHeader(fileReader(file, size));
  } catch (error) {
    return failure(error);
  } finally {
    await file?.close();
  }
}

/** Looks at an image that is embedded in a row. */
export const inspectBytes = (bytes: Uint8Array): Promise<HeaderResult> =>
  readHeader({
    size: bytes.byteLength,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  });

/** Reads through a small window, so that walking a JPEG's segments is not a system call each. */
function fileReader(file: FileHandle, size: number): ByteReader {
  let window: Uint8Array = new Uint8Array(0);
  let start = 0;
  return {
    size,
    async read(offset, length) {
      if (offset < start || offset + length > start + window.length) {
        const wanted = Math.max(WINDOW, length);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset);
        window = buffer.subarray(0, bytesRead);
        start = offset;
      }
      return window.subarray(offset - start, offset - start + length);
    },
  };
}
