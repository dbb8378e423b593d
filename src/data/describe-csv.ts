import { open } from 'node:fs/promises';
import type { ColumnFact } from './engine';
import type { Database } from './store/duckdb';
import { reader } from './store/scan';
import { identifier } from './store/sql';
import type { Shape } from './describe';

const HEAD = 64 * 1024;
const SAMPLED_ROWS = 20_480;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Columns of a CSV file: names from its header line, types from its first rows. A column is a number or a condition
 * when all of its sampled cells are; everything else is text.
 */
export async function describeCsv(database: Database, real: string): Promise<Shape> {
  const head = await readHead(real);
  const delimiter = findDelimiter(head);
  const names = headerNames(head, delimiter);
  const columns = names.map((name) => ({ name }));
  const from = reader({ format: 'csv', real, delimiter, columns }, true);
  const counts = names.flatMap((name) => [
    `count(${identifier(name)})`,
    `count(TRY_CAST(${identifier(name)} AS DOUBLE))`,
    `count(*) FILTER (lower(${identifier(name)}) IN ('true', 'false'))`,
  ]);
  const rows = await database.all(`SELECT ${counts.join(', ')} FROM (FROM ${from} LIMIT ${SAMPLED_ROWS})`);
  const numbers = (rows[0] ?? []).map(Number);
  return {
    format: 'csv',
    delimiter,
    columns: names.map((name, index): ColumnFact => {
      const [filled = 0, decimal = 0, truth = 0] = numbers.slice(index * 3, index * 3 + 3);
      if (filled === 0) return { name, type: 'VARCHAR' };
      return { name, type: decimal === filled ? 'DOUBLE' : truth === filled ? 'BOOLEAN' : 'VARCHAR' };
    }),
  };
}

async function readHead(real: string): Promise<string> {
  const file = await open(real, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/u, '');
  } finally {
    await file.close();
  }
}

/** The separator that the header line has most of; comma when it has none. */
function findDelimiter(head: string): string {
  const header = head.replaceAll(/"(?:[^"]|"")*"/gu, '').split(/\r?\n/u, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? ',' : (DELIMITERS[counts.indexOf(most)] ?? ',');
}

/** Cells of the header line; an empty or repeated name gets its position, so that every column has its own. */
function headerNames(head: string, delimiter: string): readonly string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  let at = 0;
  for (;;) {
    const quoted = head[at] === '"' ? /"((?:[^"]|"")*)"/uy : undefined;
    if (quoted !== undefined) quoted.lastIndex = at;
    const match = quoted?.exec(head);
    const plain = /[^\r\n]*/uy;
    plain.lastIndex = at;
    const rest = plain.exec(head)?.[0] ?? '';
    const end = match == null ? at + (rest.split(delimiter, 1)[0] ?? '').length : at + match[0].length;
    const written = match == null ? head.slice(at, end) : (match[1] ?? '').replaceAll('""', '"');
    const name =
      written.trim() === '' || taken.has(written.toLowerCase()) ? `column${names.length + 1}` : written;
    names.push(name);
    taken.add(name.toLowerCase());
    if (head[end] !== delimiter) return names;
    at = end + 1;
  }
}
