import { checkSources } from './check/check';
import { readColumns } from './columns';
import type { Context, OpenSource } from './context';
import { openSource, readError } from './context';
import type { DataEngine, DataOptions, RowQuery } from './engine';
import { DataError, messageOf } from './errors';
import { explain } from './expression/bind';
import { checkExpression, holds } from './expression/check';
import { sourceFacts } from './facts';
import { materialise } from './materialise/materialise';
import { measureRows, type RowMeasure } from './measure/rows';
import { textLengths } from './measure/lengths';
import { passRates } from './pass-rates';
import { resolveSource } from './resolve';
import { conditionColumns } from './rows';
import { readSamples } from './samples';
import { makeCache } from './store/cache';
import { lazyDatabase } from './store/duckdb';
import { makeGuard } from './store/guard';
import type { Wanted } from './store/scan';
import { scan } from './store/scan';
import { identifier } from './store/sql';
import { readTextFile } from './text-file';

/**
 * Opens DuckDB behind the questions that the other layers ask of data. It reads `options.folders` and nothing else.
 * DuckDB itself is loaded at the first question that needs it. Methods that answer with data throw a `DataError`
 * (its `problem` says place, reason and fix) when a file or an expression is at fault.
 */
export function openDataEngine(options: DataOptions): Promise<DataEngine> {
  const guard = makeGuard(options.folders);
  const database = lazyDatabase(guard.folders);
  const context: Context = { database, guard, cache: makeCache(options.cache), sizes: new Map() };
  return Promise.resolve({
    resolve: (dataset, split) => resolveSource(context, dataset, split),
    columns: (dataset, split) => readColumns(context, dataset, split),
    facts: (source, options) => sourceFacts(context, source, options?.faults === true),
    count: (query) => countRows(context, query),
    passRates: (query) => passRates(context, query),
    measure: (query) => measured(context, query),
    textLengths: (source, column) => textLengths(context, source, column),
    checkExpression: (kind, text, columns) => checkExpression(database, kind, text, columns),
    holds: (until, metrics) => holds(database, until, metrics),
    check: (sources, checkOptions) => checkSources(context, sources, checkOptions ?? {}),
    materialise: (queries, order, output) => materialise(context, queries, order, output),
    samples: (query, sampleOptions) => readSamples(context, query, sampleOptions),
    text: (path) => readTextFile(guard, path),
    close: () => database.close(),
  });
}

async function measured(context: Context, query: RowQuery): Promise<readonly RowMeasure[]> {
  try {
    return await measureRows(context, query);
  } catch (error) {
    throw readError(query.source.path, error);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

/** Rows that meet a condition, kept as long as the file's content stays. */
async function countRows(context: Context, query: RowQuery): Promise<number> {
  if (query.where === undefined) return (await sourceFacts(context, query.source)).rows;
  const opened = await openSource(context, query.source);
  const wanted = await conditionColumns(context, opened, query.where);
  const ask = async (): Promise<number> => {
    const rows = await context.database.all(
      `SELECT count(*) FROM ${scan(opened, wanted)} WHERE (${query.where}\n)`,
    );
    return Number(rows[0]?.[0] ?? 0);
  };
  try {
    const kind = `count ${query.source.format} ${query.where}`;
    return await context.cache.get(kind, opened.real, isCount, ask);
  } catch (error) {
    throw (
      (await conditionError(context, opened, wanted, query.where, error)) ??
      readError(query.source.path, error)
    );
  }
}

/**
 * The problem of a condition that fails on a value of some row, such as a text that is no number; nothing when the
 * same columns cannot be read without the condition either.
 */
async function conditionError(
  context: Context,
  opened: OpenSource,
  wanted: readonly Wanted[],
  where: string,
  error: unknown,
): Promise<DataError | undefined> {
  if (error instanceof DataError) return undefined;
  const counts = wanted.map(({ name }) => `count(${identifier(name)})`);
  try {
    await context.database.all(`SELECT ${['count(*)', ...counts].join(', ')} FROM ${scan(opened, wanted)}`);
  } catch {
    return undefined;
  }
  const { path } = opened.source;
  return new DataError({
    code: 'SC254',
    severity: 'error',
    message: `The condition \`${where.slice(0, 200)}\` fails on a row of ${path}: ${explain(messageOf(error)).message}`,
    place: { file: path },
    hint: 'Convert with TRY_CAST, such as `TRY_CAST(answer AS DOUBLE) > 3`: what cannot be converted is then NULL.',
  });
}
