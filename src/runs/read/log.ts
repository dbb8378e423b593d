import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

import { isLive } from '../../protocol';
import { errorCode } from '../codes';
import { stageLog } from '../folder/layout';
import { openToRead } from '../folder/open';
import { watchFile } from './change';
import { readRun } from './run';

export interface TailOptions {
  /** Whole lines from the end to begin with. */
  readonly lines?: number;
  /** Go on with what is added, until the run ends. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
}

const CHUNK = 64 * 1024;
/** Most that is read back from the end in search of lines. */
const FARTHEST = 4 * 2 ** 20;

/**
 * The log of a stage (or of the predictions, `predict`) in pieces of text: its last lines, then, with `follow`, all
 * that comes. A log that does not exist yet is an empty one.
 */
export async function* tailLog(
  dir: string,
  stage: string,
  options: TailOptions = {},
): AsyncGenerator<string> {
  const path = stageLog(dir, stage);
  const decoder = new StringDecoder('utf8');
  let offset = await startOfTail(path, options.lines ?? 50);
  const drain = async function* () {
    const file = await openIfThere(path);
    if (file === undefined) return;
    try {
      if ((await file.stat()).size < offset) offset = 0;
      const chunk = Buffer.alloc(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK, offset);
        if (bytesRead === 0) return;
        offset += bytesRead;
        yield decoder.write(chunk.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  };
  yield* drain();
  if (options.follow !== true) return;
  const watcher = await watchFile(path, options.signal);
  try {
    for (;;) {
      const reading = await readRun(dir);
      yield* drain();
      if (!reading.ok || !isLive(reading.run)) return;
      await watcher.next();
      if (options.signal?.aborted === true) return;
    }
  } finally {
    await watcher.close();
  }
}

/** Offset of the last so many lines. */
async function startOfTail(path: string, lines: number): Promise<number> {
  const file = await openIfThere(path);
  if (file === undefined) return 0;
  try {
    const { size } = await file.stat();
    if (lines === 0) return size;
    const chunk = Buffer.alloc(CHUNK);
    let wanted = lines;
    let end = size;
    while (end > 0 && size - end < FARTHEST) {
      const start = Math.max(0, end - CHUNK);
      const { bytesRead } = await file.read(chunk, 0, end - start, start);
      for (let i = bytesRead - 1; i >= 0; i -= 1) {
        if (chunk[i] !== 0x0a || start + i === size - 1) continue;
        wanted -= 1;
        if (wanted <= 0) return start + i + 1;
      }
      end = start;
    }
    return end;
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    const file = await openToRead(path);
    // A folder or a pipe under that name is no log.
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
