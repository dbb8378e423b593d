import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, codeOf, messageOf } from '../errors';

/** Buffered appending to a file. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes written so far. */
  readonly size: number;
}

const BUFFER = 1024 * 1024;

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
  let parts: Uint8Array[] = [];
  let waiting = 0;
  let size = 0;
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    const bytes = Buffer.concat(parts);
    parts = [];
    waiting = 0;
    await file.appendFile(bytes);
  };
  return {
    get size() {
      return size;
    },
    flush,
    async write(bytes) {
      parts.push(bytes);
      waiting += bytes.byteLength;
      size += bytes.byteLength;
      if (waiting >= BUFFER) await flush();
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
