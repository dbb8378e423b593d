import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** A line of a file and the bytes it takes, so that it can be read again without the rest. */
export interface PlacedLine {
  readonly text: string;
  readonly offset: number;
  readonly bytes: number;
}

/** No verdict is so long; a longer line is skipped, so that memory stays bounded. */
const LONGEST = 8 * 1024 * 1024;
const LF = 0x0a;

/** The lines of a JSONL file with their places; a file that is not there has none, a torn last line comes as it is. */
export async function* placedLines(file: string): AsyncGenerator<PlacedLine> {
  let pieces: Buffer[] = [];
  let length = 0;
  let offset = 0;
  const line = (last: Buffer): PlacedLine | undefined => {
    const bytes = length + last.length;
    const text = bytes > LONGEST ? undefined : Buffer.concat([...pieces, last]).toString('utf8');
    return text === undefined || text.trim() === '' ? undefined : { text, offset, bytes };
  };
  try {
    // A pipe or a device would never end.
    if (!(await stat(file)).isFile()) return;
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      const block = chunk as Buffer;
      let start = 0;
      for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, start)) {
        const placed = line(block.subarray(start, end));
        if (placed !== undefined) yield placed;
        offset += length + end - start + 1;
        pieces = [];
        length = 0;
        start = end + 1;
      }
      const rest = block.subarray(start);
      length += rest.length;
      pieces = length > LONGEST ? [] : [...pieces, Buffer.from(rest)];
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const placed = pieces.length === 0 ? undefined : line(Buffer.alloc(0));
  if (placed !== undefined) yield placed;
}

/** Reads one line again; `undefined` when the file is gone. What stands there now may be another line: parse it. */
export async function lineAt(
  file: string,
  place: { readonly offset: number; readonly bytes: number },
): Promise<string | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(place.bytes),
        0,
        place.bytes,
        place.offset,
      );
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A JSON object, or `undefined` for anything else: a torn line is normal. */
export function recordOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
