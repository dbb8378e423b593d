import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

/** Where the rows of a JSONL file lie, found in one pass over its bytes in blocks. */
export interface LineIndex {
  readonly rows: number;
  /** Byte offsets of a row (from 1): its line without the line end. */
  span(row: number): { readonly start: number; readonly end: number };
  /** Line number of a row, both from 1. */
  line(row: number): number;
  /** Lines between or after rows that hold nothing but white space. */
  readonly blank: { readonly count: number; readonly first?: number };
  /** Lines that end in CR LF. */
  readonly crlf: number;
  /** Lines that are not UTF-8, the first few. */
  readonly notUtf8: { readonly count: number; readonly lines: readonly number[] };
}

const BLOCK = 4 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const FEW = 5;

/** Numbers that grow by doubling: two for each row, so that ten million rows stay within 240 MB. */
class Numbers {
  private values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }
}

/** Reads a file's bytes once and remembers where its rows start and end. A blank line is not a row. */
export async function indexLines(path: string, signal?: AbortSignal): Promise<LineIndex> {
  const starts = new Numbers();
  const ends = new Numbers();
  const numbers = new Numbers();
  const notUtf8: number[] = [];
  let badLines = 0;
  let blank = 0;
  let firstBlank: number | undefined;
  let crlf = 0;
  let line = 0;

  const take = (bytes: Buffer, offset: number, from: number, to: number): void => {
    line++;
    let end = to;
    if (end > from && bytes[end - 1] === CR) {
      end--;
      crlf++;
    }
    if (isBlank(bytes, from, end)) {
      blank++;
      firstBlank ??= line;
      return;
    }
    starts.push(offset + from);
    ends.push(offset + end);
    numbers.push(line);
  };
  const findBad = (bytes: Buffer, from: number, to: number, number: number): void => {
    if (isUtf8(bytes.subarray(from, to))) return;
    badLines++;
    if (notUtf8.length < FEW) notUtf8.push(number);
  };

  const file = await open(path, 'r');
  try {
    let block = Buffer.allocUnsafe(BLOCK);
    let held = 0; // bytes at the start of the block that belong to a line not yet ended
    let position = 0; // of the block's start in the file
    for (;;) {
      signal?.throwIfAborted();
      if (held === block.length) {
        const larger = Buffer.allocUnsafe(block.length * 2);
        block.copy(larger, 0, 0, held);
        block = larger;
      }
      const { bytesRead } = await file.read(block, held, block.length - held, position + held);
      const last = bytesRead === 0;
      const bytes = block.subarray(0, held + bytesRead);
      const complete = last ? bytes.length : bytes.lastIndexOf(LF) + 1;
      const sound = isUtf8(bytes.subarray(0, complete));
      let from = 0;
      while (from < complete) {
        const found = bytes.indexOf(LF, from);
        const to = found < 0 || found >= complete ? complete : found;
        take(bytes, position, from, to);
        if (!sound) findBad(bytes, from, to, line);
        from = to + 1;
      }
      if (last) break;
      block.copyWithin(0, complete, bytes.length);
      held = bytes.length - complete;
      position += complete;
    }
  } finally {
    await file.close();
  }
  return {
    rows: starts.length,
    span: (row) => ({ start: starts.at(row - 1), end: ends.at(row - 1) }),
    line: (row) => numbers.at(row - 1),
    blank: { count: blank, ...(firstBlank === undefined ? {} : { first: firstBlank }) },
    crlf,
    notUtf8: { count: badLines, lines: notUtf8 },
  };
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false;
  }
  return true;
}
