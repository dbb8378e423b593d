import type { FileHandle } from 'node:fs/promises';

export interface Line {
  readonly text: string;
  /** Offset in bytes just behind the line's end: where reading goes on. */
  readonly end: number;
}

const CHUNK = 256 * 1024;
/** A line longer than this is damage or an attack; it is passed over. */
const LONGEST = 8 * 2 ** 20;

/**
 * Whole lines of a growing file from an offset on. A last line without an end is left for the next call (it may be
 * half-written), so `end` of the last line is always a safe place to go on.
 */
export async function* wholeLines(file: FileHandle, from: number): AsyncGenerator<Line> {
  const chunk = Buffer.alloc(CHUNK);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let position = from;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, position);
    if (bytesRead === 0) return;
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, start);
      if (end === -1 || end >= bytesRead) break;
      const length = pendingBytes + end - start;
      const line = Buffer.concat([...pending, chunk.subarray(start, end)]);
      pending = [];
      pendingBytes = 0;
      start = end + 1;
      if (length <= LONGEST) yield { text: line.toString('utf8'), end: position + start };
    }
    pendingBytes += bytesRead - start;
    if (pendingBytes <= LONGEST) pending.push(Buffer.from(chunk.subarray(start, bytesRead)));
    else pending = [];
    position += bytesRead;
  }
}
