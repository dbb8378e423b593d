import { closeSync, openSync, readSync } from 'node:fs';
import type { Sink } from '../store/write';
import type { RowKey } from './order';

/** Where the bytes of rows lie in a file. */
export interface RowBytes {
  readonly path: string;
  span(row: number): { readonly start: number; readonly end: number };
}

const LINE_END = Buffer.from('\n');
const LONGEST_RUN = 1024 * 1024;

/**
 * Copies rows byte for byte, each followed by LF, in the given order; neighbours in a file are read together. Returns
 * the number of rows.
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
  let run: RowKey[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) return;
    const file = files[first.source];
    if (file === undefined) throw new Error(`There is no source ${first.source}.`);
    const { start } = file.span(first.row);
    const bytes = readExactly(handle(file.path), file.path, start, file.span(last.row).end);
    for (const { row } of run) {
      const span = file.span(row);
      await sink.write(bytes.subarray(span.start - start, span.end - start));
      await sink.write(LINE_END);
    }
    run = [];
  };
  try {
    for await (const key of keys) {
      const first = run[0];
      const last = run.at(-1);
      const file = files[key.source];
      const follows =
        first !== undefined &&
        last !== undefined &&
        file !== undefined &&
        key.source === last.source &&
        key.row === last.row + 1 &&
        file.span(key.row).end - file.span(first.row).start <= LONGEST_RUN;
      if (!follows) await flush();
      run.push(key);
      rows++;
    }
    await flush();
    return rows;
  } finally {
    for (const open of handles.values()) closeSync(open);
  }
}

/** Reading in place beats a promise for each of a million rows; the event loop runs at every write of the sink. */
function readExactly(handle: number, path: string, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(handle, bytes, done, bytes.length - done, start + done);
    if (read === 0) throw new Error(`${path} became shorter while it was read.`);
    done += read;
  }
  return bytes;
}
