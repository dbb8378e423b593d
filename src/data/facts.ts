import type { Context, OpenSource } from './context';
import { openSource, readError } from './context';
import type { ColumnFact, SourceFacts } from './engine';
import { identifier } from './store/sql';
import { scan } from './store/scan';
import type { DataSource } from './types';

const BINS = 10;

/**
 * Row count, columns with types and nulls of the role columns, and the histogram of pass rates: one scan that reads
 * the role columns only. Kept as long as the file's content stays.
 */
export async function sourceFacts(
  context: Context,
  source: DataSource,
  tolerant = false,
): Promise<SourceFacts> {
  const opened = await openSource(context, source);
  const kind = `facts${tolerant ? ' faults' : ''} ${source.format} ${JSON.stringify(source.columns)}`;
  try {
    return await context.cache.get(kind, opened.real, isFacts, () => scanFacts(context, opened, tolerant));
  } catch (error) {
    throw readError(source.path, error);
  }
}

async function scanFacts(context: Context, opened: OpenSource, tolerant: boolean): Promise<SourceFacts> {
  const { source, columns } = opened;
  const present = new Map(columns.map((column) => [column.name, column]));
  const roles = [...new Set(Object.values(source.columns))].filter((name) => present.has(name));
  const isJson = source.format === 'jsonl' || source.format === 'json';
  const wanted = roles.map((name) => ({
    name,
    // Nulls and counts need no value: JSON is read as it stands, so that no row can be of a wrong type.
    type: isJson ? 'JSON' : source.format === 'csv' ? 'VARCHAR' : (present.get(name)?.type ?? 'VARCHAR'),
  }));
  const rate = source.columns.difficulty;
  const selected = ['count(*)', ...roles.map((name) => `count(*) - count(${identifier(name)})`)];
  const hasRate = rate !== undefined && roles.includes(rate);
  if (hasRate) {
    const value = `TRY_CAST(${identifier(rate)} AS DOUBLE)`;
    selected.push(`avg(${value})`, `count(*) - count(${value})`);
    for (let bin = 0; bin < BINS; bin++) {
      const upper = bin === BINS - 1 ? `${value} <= 1` : `${value} < ${(bin + 1) / BINS}`;
      selected.push(`count(*) FILTER (${value} >= ${bin / BINS} AND ${upper})`);
    }
  }
  const answer = await context.database.all(
    `SELECT ${selected.join(', ')} FROM ${scan(opened, wanted, tolerant && isLines(source))}`,
  );
  const numbers = (answer[0] ?? []).map(Number);
  const nulls = new Map(roles.map((name, index) => [name, numbers[index + 1] ?? 0]));
  const rest = numbers.slice(roles.length + 1);
  return {
    rows: numbers[0] ?? 0,
    columns: columns.map((column): ColumnFact => {
      const count = nulls.get(column.name);
      return { ...column, ...(count === undefined ? {} : { nulls: count }) };
    }),
    ...(hasRate ? { difficulty: { mean: rest[0] ?? 0, missing: rest[1] ?? 0, bins: rest.slice(2) } } : {}),
  };
}

/** Bad lines are rows of their own there alone: what a reader of tables leaves out is not counted. */
export const isLines = ({ format }: DataSource): boolean => format === 'jsonl';

const isFacts = (value: unknown): value is SourceFacts =>
  typeof value === 'object' &&
  value !== null &&
  'rows' in value &&
  typeof value.rows === 'number' &&
  'columns' in value &&
  Array.isArray(value.columns);
