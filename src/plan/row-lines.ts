import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DataSource } from '../data';
import type { Place } from '../protocol';

/**
 * Lines (from 1) of the rows 1 to `last` of a JSON Lines file, in which blank lines are no rows. Other formats have
 * no line for each row: the map is empty.
 */
export async function rowLines(
  source: Pick<DataSource, 'path' | 'format'>,
  last: number,
): Promise<ReadonlyMap<number, number>> {
  const lines = new Map<number, number>();
  if (source.format !== 'jsonl') return lines;
  const stream = createReadStream(source.path);
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') lines.set(lines.size + 1, line);
    if (lines.size >= last) break;
  }
  stream.destroy();
  return lines;
}

/** The start of a line, or the whole file where the line is not known. */
export function linePlace(file: string, line: number | undefined): Place {
  if (line === undefined) return { file };
  const position = { offset: 0, line: line - 1, column: 0 };
  return { file, range: { start: position, end: position } };
}
