import { open } from 'node:fs/promises';

/** A record of a delimited file as bytes. */
export interface RawRecord {
  readonly bytes: Buffer;
  /** Byte offset in the file. */
  readonly offset: number;
  /** Line that it begins at, from 1. */
  readonly line: number;
}

export interface RecordOptions {
  readonly delimiter: string;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A longer record is no row of a table: mostly a quotation mark that is never closed. */
export const LONGEST_RECORD = 128 * 1024 * 1024;
const BLOCK = 2 * 1024 * 1024;
const LF = 0x0a;
const QUOTE = 0x22;

/** What is wrong with a delimited file, in words. */
export class RecordError extends Error {}

/**
 * Splits a CSV or TSV file into records, a block at a time. A quotation mark opens a quotation only where a cell
 * begins, as pandas and RFC 4180 have it; line ends within one belong to the cell. Rejects with a `RecordError` at a
 * record above `LONGEST_RECORD`.
 */
export async function* recordBatches(
  path: string,
  { delimiter, signal, onBytes }: RecordOptions,
): AsyncGenerator<readonly RawRecord[], void, undefined> {
  const file = await open(path, 'r');
  try {
    const separator = delimiter.charCodeAt(0);
    let block = Buffer.allocUnsafe(BLOCK);
    let held = 0;
    let position = 0; // of the block's start in the file
    let line = 1;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, held, block.length - held, position + held);
      const last = bytesRead === 0;
      const bytes = block.subarray(0, held + bytesRead);
      const records: RawRecord[] = [];
      let start = position === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
      const ends = recordEnds(bytes, separator, last);
      for (;;) {
        let end = ends(start);
        if (end < 0 && last && start < bytes.length) end = bytes.length;
        if (end < 0) break;
        const record = bytes.subarray(start, end);
        // A copy: the block is written over while the caller still holds the record.
        records.push({ bytes: Buffer.from(record), offset: position + start, line });
        line += 1 + countLines(record);
        start = end + 1;
        if (start >= bytes.length) break;
      }
      start = Math.min(start, bytes.length);
      onBytes?.(position + start);
      if (records.length > 0) yield records;
      if (last) return;
      held = bytes.length - start;
      if (held > LONGEST_RECORD) {
        throw new RecordError(`line ${line} opens a quotation mark that is not closed within 128 MiB`);
      }
      if (held === block.length) {
        const larger = Buffer.allocUnsafe(block.length * 2);
        bytes.copy(larger, 0, start);
        block = larger;
      } else block.copyWithin(0, start, bytes.length);
      position += start;
    }
  } finally {
    await file.close();
  }
}

/**
 * Where the record that begins at an offset ends (its line feed), or -1 when that is not in `bytes`. The next
 * quotation mark is remembered: a file without any would else be searched to the block's end for each record.
 */
function recordEnds(bytes: Buffer, separator: number, last: boolean): (start: number) => number {
  let quote = -2;
  const quoteFrom = (at: number): number => {
    if (quote === -2 || (quote >= 0 && quote < at)) quote = bytes.indexOf(QUOTE, at);
    return quote;
  };
  return (start) => {
    let at = start;
    for (;;) {
      const newline = bytes.indexOf(LF, at);
      const mark = quoteFrom(at);
      if (mark < 0 || (newline >= 0 && newline < mark)) return newline;
      if (mark === start || bytes[mark - 1] === separator) {
        const close = closingQuote(bytes, mark + 1, last);
        if (close < 0) return -1;
        at = close + 1;
      } else at = mark + 1;
    }
  };
}

/** The mark that closes a quotation; a doubled one is a character of it. */
function closingQuote(bytes: Buffer, from: number, last: boolean): number {
  let at = from;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return -1;
    if (quote + 1 >= bytes.length && !last) return -1;
    if (bytes[quote + 1] !== QUOTE) return quote;
    at = quote + 2;
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}

/** The cells of a record. */
export function cellsOf(record: string, delimiter: string): readonly string[] {
  const text = record.endsWith('\r') ? record.slice(0, -1) : record;
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote < 0) {
          cell += text.slice(from);
          at = text.length;
          break;
        }
        cell += text.slice(from, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        from = at + 1;
      }
    }
    const next = text.indexOf(delimiter, at);
    cells.push(cell + text.slice(at, next < 0 ? undefined : next));
    if (next < 0) return cells;
    at = next + delimiter.length;
  }
}
