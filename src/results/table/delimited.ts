import { cellsOf, RecordError, recordBatches, type RawRecord } from './records';
import {
  MOST_TABLE_COLUMNS,
  TableError,
  tooManyColumns,
  type ReadTableOptions,
  type Table,
  type TableRow,
} from './types';
import { counted } from '../text/words';

/** A CSV or TSV file; all cells are texts. Rejects with a `TableError` when it has no header. */
export async function openDelimited(path: string, delimiter: ',' | '\t'): Promise<Table> {
  const faults: string[] = [];
  for await (const records of batches(path, delimiter, {})) {
    const [head] = records;
    if (head === undefined) continue;
    const names = uniqueNames(cellsOf(head.bytes.toString('utf8'), delimiter));
    if (names.length > MOST_TABLE_COLUMNS) throw tooManyColumns(names.length);
    return {
      path,
      columns: names,
      faults,
      rows: (options = {}) => readRows(path, delimiter, names, options, faults),
    };
  }
  throw new TableError('it is empty', 'The first line must name the columns.');
}

/** pandas' way with equal names: the second `answer` is `answer.1`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name, at) => {
    const text = name.trim() === '' ? `Unnamed: ${at}` : name.trim();
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return before === 0 ? text : `${text}.${before}`;
  });
}

async function* readRows(
  path: string,
  delimiter: string,
  names: readonly string[],
  options: ReadTableOptions,
  faults: string[],
): AsyncGenerator<readonly TableRow[], void, undefined> {
  let odd = 0;
  let firstOdd = 0;
  let header = true;
  for await (const records of batches(path, delimiter, options)) {
    const rows: TableRow[] = [];
    for (const { bytes, line } of records) {
      if (header) {
        header = false;
        continue;
      }
      const text = bytes.toString('utf8');
      if (text === '' || text === '\r') continue;
      const cells = cellsOf(text, delimiter);
      if (cells.length !== names.length) {
        odd += 1;
        if (firstOdd === 0) firstOdd = line;
      }
      const values: Record<string, unknown> = {};
      const most = Math.min(names.length, cells.length);
      for (let at = 0; at < most; at += 1) values[names[at] ?? ''] = cells[at];
      rows.push({ values, line });
    }
    if (rows.length > 0) yield rows;
  }
  if (odd > 0) {
    faults.push(
      `${counted(odd, 'row does', 'rows do')} not have ${counted(names.length, 'cell')} as the header has (the first is line ${firstOdd})`,
    );
  }
}

async function* batches(
  path: string,
  delimiter: string,
  { signal, onBytes }: ReadTableOptions,
): AsyncGenerator<readonly RawRecord[], void, undefined> {
  try {
    yield* recordBatches(path, { delimiter, signal, onBytes });
  } catch (error) {
    if (error instanceof RecordError) throw new TableError(error.message, 'Write the file again.');
    throw error;
  }
}
