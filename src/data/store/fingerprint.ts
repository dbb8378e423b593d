import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** What tells one content of a file from another without reading it all. */
export interface Fingerprint {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  /** SHA-256 of blocks from the file's head, middle and tail. */
  readonly sample: string;
}

const BLOCK = 64 * 1024;

/** Fingerprint of a file by its real path. */
export async function fingerprint(path: string): Promise<Fingerprint> {
  const file = await open(path, 'r');
  try {
    const { size, mtimeMs } = await file.stat();
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(BLOCK);
    for (const start of new Set([
      0,
      Math.max(0, Math.floor(size / 2) - BLOCK / 2),
      Math.max(0, size - BLOCK),
    ])) {
      const { bytesRead } = await file.read(buffer, 0, BLOCK, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { path, size, mtime: mtimeMs, sample: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

export const sameContent = (a: Fingerprint, b: Fingerprint): boolean =>
  a.path === b.path && a.size === b.size && a.mtime === b.mtime && a.sample === b.sample;
