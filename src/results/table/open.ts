import { realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { openDelimited } from './delimited';
import { openJson } from './json';
import { openJsonLines } from './json-lines';
import { openParquet } from './parquet';
import { TableError, type Table } from './types';
import { openSheet } from './xlsx/sheet-table';

/** Opens a file of rows by its extension. Rejects with a `TableError` when it cannot be read. */
export async function openTable(path: string): Promise<Table> {
  if (!(await stat(path)).isFile())
    throw new TableError('it is no regular file', 'Write the rows to a file.');
  switch (extname(path).toLowerCase()) {
    case '.jsonl':
    case '.ndjson':
    case '.jsonlines':
      return openJsonLines(path);
    case '.json':
      return openJson(path);
    case '.csv':
      return openDelimited(path, ',');
    case '.tsv':
      return openDelimited(path, '\t');
    case '.parquet':
      return openParquet(await realpath(path));
    case '.xlsx':
      return openSheet(path);
    default:
      throw new TableError(
        'it is no file of rows that can be read',
        'Stagecraft reads .jsonl, .json, .csv, .tsv, .parquet and .xlsx.',
      );
  }
}
