import { open, stat } from 'node:fs/promises';
import { codeOf } from './errors';
import { makeGuard, type Guard } from './store/guard';

/** A small text file that a curriculum names, or why its text is not to be had. */
export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  /** Outside the folders that may be read: nothing of it was looked at. */
  | { readonly kind: 'outside'; readonly reason: string }
  | { readonly kind: 'missing' }
  /** `reason` goes on after "it": `is a folder`. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Gives text files by absolute path; never rejects. */
export type ReadTextFile = (path: string) => Promise<TextFile>;

/** Bytes of a prompt or a reward function at most. */
const MOST_BYTES = 1_000_000;

/** Reads small UTF-8 files inside `folders`, links followed; devices, pipes and larger files are never opened. */
export const textReader = (folders: readonly string[]): ReadTextFile => {
  const guard = makeGuard(folders);
  return (path) => readTextFile(guard, path);
};

/** The same inside the folders of a guard. */
export async function readTextFile(guard: Guard, path: string): Promise<TextFile> {
  const found = await guard.check(path);
  switch (found.kind) {
    case 'outside':
    case 'missing':
      return found;
    case 'unreadable':
      return { kind: 'unreadable', reason: `cannot be read (${found.reason})` };
    case 'allowed':
      return readRegularText(found.real);
  }
}

/** The text of a small regular file, wherever it lies. */
export async function readRegularText(path: string): Promise<Exclude<TextFile, { kind: 'outside' }>> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return { kind: 'unreadable', reason: 'is a folder' };
    if (!info.isFile()) return { kind: 'unreadable', reason: 'is not a regular file' };
    if (info.size > MOST_BYTES)
      return { kind: 'unreadable', reason: `is larger than ${MOST_BYTES / 1_000_000} MB` };
    const bytes = await readHead(path);
    if (bytes === undefined)
      return { kind: 'unreadable', reason: `is larger than ${MOST_BYTES / 1_000_000} MB` };
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreadable', reason: 'is not UTF-8 text' };
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unreadable', reason: `cannot be read (${code ?? 'unknown reason'})` };
  }
}

/** All bytes of a file, or nothing when there are too many: a file of `/proc` says that it is empty and is not. */
async function readHead(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(MOST_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
