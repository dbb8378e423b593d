import type { ColumnFact } from './engine';
import { describeCsv } from './describe-csv';
import type { Database } from './store/duckdb';
import type { Place } from './store/scan';
import { objects, reader, scan } from './store/scan';
import type { DataFormat } from './types';
import { asText } from './values';

/** What a file's head says about how it must be read. */
export interface Shape {
  readonly format: DataFormat;
  readonly columns: readonly ColumnFact[];
  /** Of CSV: what separates its cells. */
  readonly delimiter?: string;
}

/** Names and types of a file's columns, detected by DuckDB from its first rows. */
export async function describe(database: Database, format: DataFormat, real: string): Promise<Shape> {
  switch (format) {
    case 'csv':
      return describeCsv(database, real);
    case 'parquet':
      return { format, columns: await describeColumns(database, reader({ format, real })) };
    case 'json':
    case 'jsonl': {
      const place = { format, real };
      const rows = await database.all(`SELECT 1 FROM ${scan(place, [], true)} LIMIT 1`);
      return { format, columns: rows.length === 0 ? [] : await jsonColumns(database, place) };
    }
  }
}

async function describeColumns(database: Database, from: string): Promise<readonly ColumnFact[]> {
  const rows = await database.all(`DESCRIBE SELECT * FROM ${from}`);
  return rows.map((row) => ({ name: asText(row[0]), type: asText(row[1]) }));
}

/** Invalid lines are told by the check, with their places; they need not hide the columns of the others. */
async function jsonColumns(database: Database, place: Place): Promise<readonly ColumnFact[]> {
  try {
    const columns = await describeColumns(database, reader(place, true));
    return columns.map(({ name, type }) => ({ name, type: jsonType(type) }));
  } catch (error) {
    if (place.format !== 'jsonl') throw error;
    const rows = await database.all(
      `SELECT json_group_structure(json) FROM (FROM ${objects(place)} WHERE json_type(json) = 'OBJECT' LIMIT 20480)`,
    );
    const structure = JSON.parse(asText(rows[0]?.[0]) || '{}') as Readonly<Record<string, unknown>>;
    return Object.entries(structure).map(([name, shape]) => ({ name, type: structureType(shape) }));
  }
}

/** A type as `json_group_structure` gives it: a name, a list of one, or an object. */
function structureType(shape: unknown): string {
  if (typeof shape === 'string') return shape === 'NULL' ? 'JSON' : jsonType(shape);
  return Array.isArray(shape) ? `${structureType(shape[0])}[]` : 'JSON';
}

/**
 * JSON knows texts and numbers only. DuckDB guesses dates from texts and whole numbers from the first rows, then
 * rounds a later 0.5 to 0 without a word: texts stay texts and numbers are doubles.
 */
function jsonType(type: string): string {
  return type
    .replaceAll(
      /("(?:[^"]|"")*")|\b(?:U?BIGINT|U?HUGEINT)\b/gu,
      (_, quoted: string | undefined) => quoted ?? 'DOUBLE',
    )
    .replaceAll(
      /("(?:[^"]|"")*")|\b(?:DATE|TIMESTAMP(?:_\w+)?|TIME|UUID)\b/gu,
      (_, quoted: string | undefined) => quoted ?? 'VARCHAR',
    );
}

const isColumn = (value: unknown): value is ColumnFact =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'type' in value &&
  typeof value.type === 'string';

/** Whether something read from a cache is a shape. */
export const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  ['jsonl', 'json', 'csv', 'parquet'].includes(value.format as string) &&
  (!('delimiter' in value) || typeof value.delimiter === 'string') &&
  'columns' in value &&
  Array.isArray(value.columns) &&
  value.columns.every(isColumn);
