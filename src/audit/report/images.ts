import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

export interface ImageStore {
  /** Index of the picture among `used`, or why it is not shown. */
  readonly add: (path: string) => number | string;
  /** Data URIs, each picture once. */
  readonly used: readonly string[];
}

const MAX_ONE = 4 * 1024 * 1024;

/**
 * Embeds pictures as data URIs, each file once, up to a total. Paths come from a predictions file that anyone may have
 * written: only regular files with the first bytes of a picture are embedded, and only from `folders` when given.
 */
export function imageStore(maxBytes: number, folders?: readonly string[]): ImageStore {
  const known = new Map<string, number | string>();
  const used: string[] = [];
  let total = 0;
  const load = (path: string): number | string => {
    if (folders !== undefined && !folders.some((folder) => isInside(folder, path)))
      return 'outside the data folders';
    const bytes = readSmall(path);
    if (typeof bytes === 'string') return bytes;
    const type = imageType(bytes);
    if (type === undefined) return 'not a PNG, JPEG, WebP or GIF';
    if (total + bytes.length > maxBytes)
      return `left out: the page holds ${Math.round(maxBytes / 1048576)} MiB of pictures`;
    total += bytes.length;
    return used.push(`data:${type};base64,${bytes.toString('base64')}`) - 1;
  };
  const add = (path: string): number | string => {
    const result = known.get(path) ?? load(path);
    known.set(path, result);
    return result;
  };
  return { add, used };
}

function isInside(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '' && !way.startsWith('..') && !isAbsolute(way);
  } catch {
    return false;
  }
}

function readSmall(path: string): Buffer | string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' ? 'missing' : `unreadable (${code ?? 'error'})`;
  }
  try {
    const info = fstatSync(file);
    if (!info.isFile()) return 'not a file';
    if (info.size > MAX_ONE) return 'left out: larger than 4 MiB';
    const bytes = Buffer.alloc(info.size);
    return bytes.subarray(0, readSync(file, bytes, 0, info.size, 0));
  } catch {
    return 'unreadable';
  } finally {
    closeSync(file);
  }
}

function imageType(bytes: Buffer): string | undefined {
  const at = (offset: number, text: string): boolean =>
    bytes.toString('latin1', offset, offset + text.length) === text;
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'image/webp';
  return at(0, 'GIF87a') || at(0, 'GIF89a') ? 'image/gif' : undefined;
}
