import { isObject } from '../../data';
import { lineBatches } from '../text/lines';
import { parsePythonJson } from './json-text';
import { TableError, type ReadTableOptions, type Table, type TableRow } from './types';
import { counted } from '../text/words';

const HEAD_ROWS = 50;

/** A file of one JSON object a line. Lines that are none are counted and left out; a torn last one is normal. */
export async function openJsonLines(path: string): Promise<Table> {
  const faults: string[] = [];
  const columns = new Set<string>();
  let rows = 0;
  for await (const batch of readRows(path, {}, [])) {
    for (const { values } of batch) {
      for (const name of Object.keys(values)) columns.add(name);
      rows += 1;
    }
    if (rows >= HEAD_ROWS) break;
  }
  if (rows === 0) {
    throw new TableError('it holds no JSON object', 'A JSONL file has one object in each line.');
  }
  return { path, columns: [...columns], faults, rows: (options = {}) => readRows(path, options, faults) };
}

async function* readRows(
  path: string,
  { signal, onBytes }: ReadTableOptions,
  faults: string[],
): AsyncGenerator<readonly TableRow[], void, undefined> {
  let broken = 0;
  let first = 0;
  for await (const lines of lineBatches(path, { signal, ...(onBytes === undefined ? {} : { onBytes }) })) {
    const rows: TableRow[] = [];
    for (const { text, number } of lines) {
      if (text?.trim() === '') continue;
      const values = text === undefined ? undefined : objectOf(text);
      if (values === undefined) {
        broken += 1;
        if (first === 0) first = number;
      } else rows.push({ values, line: number });
    }
    if (rows.length > 0) yield rows;
  }
  if (broken > 0) {
    faults.push(
      `${counted(broken, 'line is no JSON object and was', 'lines are no JSON object and were')} left out (the first is line ${first})`,
    );
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parsePythonJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
