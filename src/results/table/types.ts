/** A row of any table: its cells by the name of their column. Absent, `null`, NaN and '' all mean: no value. */
export interface TableRow {
  readonly values: Readonly<Record<string, unknown>>;
  /** Line of a text file, row of a sheet, or record of a database: what its program would show; from 1. */
  readonly line: number;
}

export interface ReadTableOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how far the file has been read, in its own bytes. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Only these are wanted; a reader may give more. */
  readonly columns?: readonly string[] | undefined;
}

/** A file of rows, whatever its format. */
export interface Table {
  readonly path: string;
  /** Of a JSONL file those of its first rows. */
  readonly columns: readonly string[];
  rows(options?: ReadTableOptions): AsyncGenerator<readonly TableRow[], void, undefined>;
  /** What was wrong with the file, filled while it is read; each is a sentence without the file's name. */
  readonly faults: readonly string[];
}

/** A table that cannot be read at all, in words; the caller knows the file. */
export class TableError extends Error {
  override readonly name = 'TableError';
  constructor(
    readonly reason: string,
    readonly hint: string,
  ) {
    super(`${reason}. ${hint}`);
  }
}

/** A table with more columns is none of results, and would cost memory for each of its rows. */
export const MOST_TABLE_COLUMNS = 4_096;

export const tooManyColumns = (columns: number): TableError =>
  new TableError(
    `it has ${columns.toLocaleString('en-US')} columns: more than ${MOST_TABLE_COLUMNS.toLocaleString('en-US')}`,
    'Leave out the columns that are no results.',
  );

export const TABLE_EXTENSIONS = ['.jsonl', '.ndjson', '.json', '.csv', '.tsv', '.parquet', '.xlsx'] as const;
