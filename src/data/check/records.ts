import { open } from 'node:fs/promises';

/**
 * Line number (from 1) of each wanted row of a CSV file or a JSON array, by reading the bytes once. Rows must be in
 * ascending order. Both formats let a row span lines, so lines cannot simply be counted.
 */
export async function recordLines(
  path: string,
  format: 'csv' | 'json',
  rows: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  const wanted = new Set(rows);
  const last = Math.max(0, ...rows);
  const step = format === 'csv' ? csvSteps() : jsonSteps();
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(1024 * 1024);
    let line = 1;
    let row = 0;
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length, null);
      if (bytesRead === 0) return found;
      for (let at = 0; at < bytesRead; at++) {
        const byte = block[at] ?? 0;
        if (step(byte)) {
          row++;
          if (wanted.has(row)) found.set(row, line);
          if (row >= last) return found;
        }
        if (byte === LF) line++;
      }
    }
  } finally {
    await file.close();
  }
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** Says at each byte whether a data row starts there: the first byte of a record after the header. */
function csvSteps(): (byte: number) => boolean {
  let quoted = false;
  let atStart = true;
  let header = true;
  return (byte) => {
    const isEnd = !quoted && (byte === LF || byte === CR);
    if (byte === QUOTE) quoted = !quoted;
    const starts = atStart && !isEnd;
    if (starts) atStart = false;
    if (isEnd) {
      atStart = true;
      return false;
    }
    if (starts && header) {
      header = false;
      return false;
    }
    return starts;
  };
}

/** Says at each byte whether an element of the outermost array starts there. */
function jsonSteps(): (byte: number) => boolean {
  let depth = 0;
  let inText = false;
  let escaped = false;
  return (byte) => {
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === 0x5c) escaped = true;
      else if (byte === QUOTE) inText = false;
      return false;
    }
    if (byte === QUOTE) inText = true;
    if (byte === 0x7b || byte === 0x5b) return depth++ === 1;
    if (byte === 0x7d || byte === 0x5d) depth--;
    return false;
  };
}
