import { isAbsolute, resolve } from 'node:path';

/** Where an image path of a row leads: an absolute path, or the reason why it leads nowhere. */
export type Located =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'refused'; readonly reason: string };

/** Resolves an image path as a row gives it against the dataset's image folder. */
export function locateImage(folder: string, text: string): Located {
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(text)) {
    return { kind: 'refused', reason: 'it is an address, not a file: download the images first' };
  }
  if (text.includes('\0')) return { kind: 'refused', reason: 'its path holds a NUL character' };
  return { kind: 'file', path: isAbsolute(text) ? resolve(text) : resolve(folder, text) };
}

/** The path with forward slashes, for rows that were written on Windows. */
export const withSlashes = (text: string): string => text.replaceAll('\\', '/');
