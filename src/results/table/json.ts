import { readFile, stat } from 'node:fs/promises';
import { isObject } from '../../data';
import { parsePythonJson } from './json-text';
import { TableError, type Table, type TableRow } from './types';
import { counted } from '../text/words';

/** A JSON document is read whole: this is near the longest text that a program here can hold. */
const LARGEST = 400 * 1024 * 1024;
const BATCH = 1000;

/**
 * A JSON file: a list of objects; or a table by columns, `{columns, data}` or `{name: [...], ...}`, as pandas writes
 * it. Rejects with a `TableError` when it is neither.
 */
export async function openJson(path: string): Promise<Table> {
  const { size } = await stat(path);
  if (size > LARGEST) {
    throw new TableError('it is larger than 400 MiB', 'Write it as JSONL, with one object in each line.');
  }
  let value: unknown;
  try {
    value = parsePythonJson((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch {
    throw new TableError(
      'it is torn or no JSON',
      'Let the program that wrote it finish, or write it as JSONL.',
    );
  }
  if (Array.isArray(value) && value.length === 0)
    throw new TableError('it is empty: a list without an entry', 'Did the evaluation write any row?');
  const rows = rowsOf(value);
  if (rows === undefined) {
    throw new TableError('it is no list of objects', 'Give a list such as `[{"id": 1, "response": "..."}]`.');
  }
  const columns = new Set(rows.slice(0, 1000).flatMap(({ values }) => Object.keys(values)));
  const faults: string[] = [];
  const length = Array.isArray(value) ? value.length : rows.length;
  if (rows.length < length)
    faults.push(
      `${counted(length - rows.length, 'entry is no object and was', 'entries are no objects and were')} left out`,
    );
  return {
    path,
    columns: [...columns],
    faults,
    async *rows({ signal, onBytes } = {}) {
      for (let from = 0; from < rows.length; from += BATCH) {
        signal?.throwIfAborted();
        yield rows.slice(from, from + BATCH);
        onBytes?.(Math.round((size * Math.min(rows.length, from + BATCH)) / rows.length));
        await Promise.resolve();
      }
    },
  };
}

function rowsOf(value: unknown): readonly TableRow[] | undefined {
  if (Array.isArray(value)) {
    const rows = value.flatMap((one: unknown, i) => (isObject(one) ? [{ values: one, line: i + 1 }] : []));
    return rows.length > 0 || value.length === 0 ? rows : undefined;
  }
  if (!isObject(value)) return undefined;
  const { columns, data } = value;
  if (isTexts(columns) && Array.isArray(data)) {
    return data.flatMap((cells: unknown, i) =>
      Array.isArray(cells)
        ? [
            {
              values: Object.fromEntries(columns.map((name, at) => [name, cells[at] as unknown])),
              line: i + 1,
            },
          ]
        : [],
    );
  }
  const lists = Object.entries(value).map(([name, cells]) => [name, columnCells(cells)] as const);
  const length = lists[0]?.[1]?.length;
  if (length === undefined || lists.some(([, cells]) => cells?.length !== length)) return undefined;
  return Array.from({ length }, (_, i) => ({
    values: Object.fromEntries(lists.map(([name, cells]) => [name, cells?.[i]])),
    line: i + 1,
  }));
}

/** A column as a list, or as `{"0": ..., "1": ...}`, which `DataFrame.to_json` writes. */
function columnCells(cells: unknown): readonly unknown[] | undefined {
  if (Array.isArray(cells)) return cells as readonly unknown[];
  if (!isObject(cells)) return undefined;
  const entries = Object.entries(cells);
  return entries.every(([key], i) => key === String(i)) ? entries.map(([, cell]) => cell) : undefined;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
