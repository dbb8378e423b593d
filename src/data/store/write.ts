import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, codeOf, messageOf } from '../errors';

/** Buffered appending to a file. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** The place of the next `length` bytes, to be filled before the sink is asked for anything else. */
  room(length: number): Promise<Buffer>;
  /** Bytes written so far. */
  readonly size: number;
}

const BUFFER = 2 * 1024 * 1024;

/**
 * Writes a file whole or not at all: under a temporary name beside it, flushed to disk, then renamed. A full disk is
 * a `DataError`, and nothing is left behind.
 */
export async function writeAtomically<T>(output: string, work: (sink: Sink) => Promise<T>): Promise<T> {
  const part = `${output}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await mkdir(dirname(output), { recursive: true });
    const file = await open(part, 'wx');
    let answer: T;
    try {
      const sink = bufferedSink(file);
      answer = await work(sink);
      await sink.flush();
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, output);
    return answer;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw writeError(output, error);
  }
}

export function bufferedSink(file: FileHandle): Sink & { flush(): Promise<void> } {
  // One buffer for the whole file: a new one for each row costs more in garbage collection than in copying.
  let buffer = Buffer.allocUnsafe(BUFFER);
  let used = 0;
  let size = 0;
  const flush = async (): Promise<void> => {
    if (used === 0) return;
    await file.appendFile(buffer.subarray(0, used));
    used = 0;
  };
  const room = async (length: number): Promise<Buffer> => {
    if (used + length > buffer.length) await flush();
    if (length > buffer.length) buffer = Buffer.allocUnsafe(length);
    const place = buffer.subarray(used, used + length);
    used += length;
    size += length;
    return place;
  };
  return {
    get size() {
      return size;
    },
    flush,
    room,
    async write(bytes) {
      (await room(bytes.byteLength)).set(bytes);
    },
  };
}

/** A failed write in a user's words; other errors pass unchanged. */
export function writeError(output: string, error: unknown): Error {
  const code = codeOf(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'your disk quota is used up',
    EACCES: 'the folder may not be written',
    EPERM: 'the folder may not be written',
    EROFS: 'the file system is read-only',
    EISDIR: 'there is a folder of that name',
    ENOTDIR: 'a part of its path is not a folder',
    EEXIST: 'a part of its path is not a folder',
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error instanceof Error ? error : new Error(messageOf(error));
  return new DataError({
    code: 'SC350',
    severity: 'error',
    message: `${output} cannot be written: ${reason}`,
    place: { file: output },
    hint:
      code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some space and start again.' : 'Choose another folder.',
  });
}
