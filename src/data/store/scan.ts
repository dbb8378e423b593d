import type { DataSource } from '../types';
import { identifier, literal, pathLiteral } from './sql';

/** A column to read and the DuckDB type to read it as. */
export interface Wanted {
  readonly name: string;
  readonly type: string;
}

/** Name of the row number (counted from 1, in file order) that every scan adds. */
export const ROW = '"__stagecraft_row"';

/** A file and how to read it; a CSV file's columns must be given, since nothing in it says how many it has. */
export interface Place extends Pick<DataSource, 'format'> {
  readonly real: string;
  readonly delimiter?: string;
  readonly columns?: readonly { readonly name: string }[];
}

/** Rows above this are refused by DuckDB rather than read; each of its threads reads into twice as much memory. */
const LARGEST_ROW = 32 * 1024 * 1024;

/** How to treat a row that is not an object of JSON: fail, or give a row of NULLs. */
const errors = (tolerant: boolean): string => (tolerant ? ', ignore_errors = true' : '');

/** The reader of a file with all its columns, types detected. */
export function reader(place: Place, tolerant = false): string {
  const path = pathLiteral(place.real);
  switch (place.format) {
    case 'jsonl':
      return `read_json(${path}, format = 'newline_delimited', records = true, maximum_object_size = ${LARGEST_ROW}${errors(tolerant)})`;
    case 'json':
      return `read_json(${path}, format = 'array', records = true, maximum_object_size = ${LARGEST_ROW})`;
    case 'csv':
      return csvReader(place, tolerant);
    case 'parquet':
      return `read_parquet(${path})`;
  }
}

/** The lines of a JSONL file as raw JSON, the column `json`; invalid ones are NULL. */
export const objects = (place: Place): string =>
  `read_json_objects(${pathLiteral(place.real)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${LARGEST_ROW})`;

/** A CSV file with all cells as text. Nothing is sniffed: a record of the wrong width is an error, not a new dialect. */
function csvReader(place: Place, tolerant: boolean): string {
  const columns = (place.columns ?? []).map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ');
  const dialect = `delim = ${literal(place.delimiter ?? ',')}, quote = '"', escape = '"', header = true`;
  return `read_csv(${pathLiteral(place.real)}, auto_detect = false, columns = {${columns}}, ${dialect}, max_line_size = 16777216${errors(tolerant)})`;
}

/**
 * A subquery with the row number and the wanted columns only: naming few columns is what makes DuckDB's JSON reader
 * fast. JSON fields that a row lacks are NULL; CSV cells that are not of the type are NULL.
 */
export function scan(place: Place, wanted: readonly Wanted[], tolerant = false): string {
  const path = pathLiteral(place.real);
  const number = `row_number() OVER () AS ${ROW}`;
  const fields = wanted.map(({ name, type }) =>
    place.format === 'csv' && type !== 'VARCHAR'
      ? `TRY_CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`
      : identifier(name),
  );
  const list = [number, ...fields].join(', ');
  switch (place.format) {
    case 'jsonl':
    case 'json': {
      const format = place.format === 'jsonl' ? 'newline_delimited' : 'array';
      // A reader needs one column at least; a field that no row has costs least.
      const read = wanted.length > 0 ? wanted : [{ name: '__stagecraft_none', type: 'BOOLEAN' }];
      const columns = read.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ');
      return `(SELECT ${list} FROM read_json(${path}, format = '${format}', records = true, maximum_object_size = ${LARGEST_ROW}, columns = {${columns}}${errors(tolerant && place.format === 'jsonl')}))`;
    }
    case 'csv':
      return `(SELECT ${list} FROM ${csvReader(place, tolerant)})`;
    case 'parquet':
      return `(SELECT ${list} FROM read_parquet(${path}))`;
  }
}
