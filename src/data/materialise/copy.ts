import { closeSync, openSync, readSync } from 'node:fs';
import type { Sink } from '../store/write';
import type { RowKey } from './order';

/** Where the bytes of rows lie in a file. */
export interface RowBytes {
  readonly path: string;
  span(row: number): { readonly start: number; readonly end: number };
}

const LINE_END = 0x0a;
const LONGEST_RUN = 1024 * 1024;

/** Bytes of a file that lie behind one another and are wanted so, without the last line end. */
interface Run {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Copies rows byte for byte, each followed by LF, in the given order; neighbours with nothing but LF between them are
 * read together. Returns the number of rows.
 */
export async function copyRows(
  files: readonly RowBytes[],
  keys: AsyncIterable<RowKey>,
  sink: Sink,
): Promise<number> {
  const handles = new Map<string, number>();
  const handle = (path: string): number => {
    const open = handles.get(path) ?? openSync(path, 'r');
    handles.set(path, open);
    return open;
  };
  let run: Run | undefined;
  let rows = 0;
  const flush = async (): Promise<void> => {
    if (run === undefined) return;
    const { path, start, end } = run;
    run = undefined;
    const place = await sink.room(end - start + 1);
    readExactly(handle(path), path, start, place.subarray(0, -1));
    place[place.length - 1] = LINE_END;
  };
  try {
    for await (const { source, row } of keys) {
      const file = files[source];
      if (file === undefined) throw new Error(`There is no source ${source}.`);
      const { path } = file;
      const { start, end } = file.span(row);
      if (run?.path === path && run.end + 1 === start && end - run.start <= LONGEST_RUN) {
        run = { path, start: run.start, end };
      } else {
        await flush();
        run = { path, start, end };
      }
      rows++;
    }
    await flush();
    return rows;
  } finally {
    for (const open of handles.values()) closeSync(open);
  }
}

/** Reading in place beats a promise for each of a million rows; the event loop runs at every write of the sink. */
function readExactly(handle: number, path: string, start: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(handle, bytes, done, bytes.length - done, start + done);
    if (read === 0) throw new Error(`${path} became shorter while it was read.`);
    done += read;
  }
}
