import { createReadStream } from 'node:fs';

export interface TextLine {
  /** Without its line end; `undefined`: longer than `LONGEST_LINE`, and not kept. */
  readonly text: string | undefined;
  /** From 1. */
  readonly number: number;
  /** The file ends within it: what writes it may not have finished. */
  readonly torn: boolean;
}

/** UTF-16 units; a longer line is no answer of a model, and memory stays bounded. */
export const LONGEST_LINE = 64 * 1024 * 1024;
const CHUNK = 1 << 20;

/**
 * The lines of a UTF-8 file, a chunk of the file at a time: a promise for each of a million lines costs more than the
 * lines. Splits at `\n` and nothing else, since JSON allows U+2028 within a text; a byte order mark is left out.
 */
export async function* lineBatches(
  file: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onBytes?: (bytes: number) => void } = {},
): AsyncGenerator<readonly TextLine[], void, undefined> {
  let held: string[] = [];
  let length = 0;
  let number = 0;
  let first = true;
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: CHUNK });
  try {
    for await (const chunk of stream) {
      options.signal?.throwIfAborted();
      let text = chunk as string;
      if (first && text.startsWith('\uFEFF')) text = text.slice(1);
      first = false;
      const lines: TextLine[] = [];
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        length += end - start;
        number += 1;
        const kept = length <= LONGEST_LINE;
        const piece = text.slice(start, end);
        const line = held.length === 0 ? piece : held.join('') + piece;
        lines.push({ text: kept ? withoutReturn(line) : undefined, number, torn: false });
        held = [];
        length = 0;
        start = end + 1;
      }
      length += text.length - start;
      if (length > LONGEST_LINE) held = [];
      else if (start < text.length) held.push(text.slice(start));
      options.onBytes?.(stream.bytesRead);
      if (lines.length > 0) yield lines;
    }
  } finally {
    stream.destroy();
  }
  if (length === 0) return;
  const text = length <= LONGEST_LINE ? withoutReturn(held.join('')) : undefined;
  yield [{ text, number: number + 1, torn: true }];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
