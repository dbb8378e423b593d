import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { codeOf } from '../errors';
import type { Guard } from '../store/guard';
import type { ByteReader, HeaderResult, ImageHeader } from './header';
import { readHeader } from './header';

export type Inspection =
  | { readonly kind: 'image'; readonly header: ImageHeader }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string };

const WINDOW = 4096;

/** Looks at an image file: header and end only, and only inside the declared folders. */
export async function inspectFile(guard: Guard, path: string): Promise<Inspection> {
  const found = await guard.check(path);
  if (found.kind === 'unreadable') return { kind: 'broken', reason: found.reason };
  if (found.kind !== 'allowed') return found;
  let file: FileHandle | undefined;
  try {
    file = await open(found.real, 'r');
    const stat = await file.stat();
    if (stat.isDirectory()) return { kind: 'broken', reason: 'it is a folder' };
    if (!stat.isFile()) return { kind: 'broken', reason: 'it is not a regular file' };
    return await readHeader(fileReader(file, stat.size));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'missing' };
    if (code === 'EISDIR') return { kind: 'broken', reason: 'it is a folder' };
    return {
      kind: 'broken',
      reason: code === 'EACCES' ? 'you may not read it' : (code ?? 'it cannot be read'),
    };
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
