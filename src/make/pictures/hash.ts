import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isObject, lookAtImage } from '../../data';
import { errorCode } from '../../protocol';
import { workFile } from '../layout';

/** A line of the file that keeps hashes of images from one make to the next. */
export interface Hashed {
  readonly path: string;
  readonly size: number;
  /** Milliseconds; see `stampOf`. */
  readonly mtime: number;
  /** The first 32 hex digits of the SHA-256 of its content. */
  readonly hash: string;
}

/** What tells whether a file is still the one that was hashed. */
export type Stamp = Pick<Hashed, 'size' | 'mtime'>;

/** An image: as it was known, hashed anew, or why it cannot be used. */
export type Seen =
  | { readonly kind: 'known' }
  | { readonly kind: 'new'; readonly hashed: Omit<Hashed, 'path'> }
  | { readonly kind: 'fault'; readonly words: string };

/** The journal of `Hashed` of a made dataset. */
export const picturesFile = (to: string): string => workFile(to, 'images-1.jsonl');

/**
 * Hashes an image unless `isKnown` says of its size and time that it is the one that was hashed before; a file that is
 * no image is a fault. Never rejects.
 */
export async function hashPicture(path: string, isKnown: (stamp: Stamp) => boolean): Promise<Seen> {
  try {
    const { size, mtimeMs, ctimeMs } = await stat(path);
    // What copies a file with its time, such as an archive, leaves the time of its last change alone.
    const mtime = Math.max(mtimeMs, ctimeMs);
    if (isKnown({ size, mtime })) return { kind: 'known' };
    const look = await lookAtImage({ kind: 'file', path });
    if (look.kind !== 'image')
      return {
        kind: 'fault',
        words: look.kind === 'missing' ? 'an image is missing' : 'an image cannot be read',
      };
    const digest = createHash('sha256');
    for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
    return { kind: 'new', hashed: { size, mtime, hash: digest.digest('hex').slice(0, 32) } };
  } catch (error) {
    const missing = ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
    return { kind: 'fault', words: missing ? 'an image is missing' : 'an image cannot be read' };
  }
}

/** Reads a line of the journal; `undefined`: it is torn or none of ours. */
export function parseHashed(value: unknown): Hashed | undefined {
  if (!isObject(value)) return undefined;
  const { path, size, mtime, hash } = value;
  const sound =
    typeof path === 'string' &&
    typeof size === 'number' &&
    typeof mtime === 'number' &&
    typeof hash === 'string' &&
    /^[0-9a-f]{32}$/.test(hash);
  return sound ? (value as unknown as Hashed) : undefined;
}
