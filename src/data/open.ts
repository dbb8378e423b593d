import { checkSources } from './check/check';
import type { Context } from './context';
import { openSource, readError } from './context';
import type { DataEngine, DataOptions, RowQuery } from './engine';
import { checkExpression, holds } from './expression/check';
import { sourceFacts } from './facts';
import { materialise } from './materialise/materialise';
import { resolveSource } from './resolve';
import { conditionColumns } from './rows';
import { readSamples } from './samples';
import { makeCache } from './store/cache';
import { lazyDatabase } from './store/duckdb';
import { makeGuard } from './store/guard';
import { scan } from './store/scan';

/**
 * Opens DuckDB behind the questions that the other layers ask of data. It reads `options.folders` and nothing else.
 * DuckDB itself is loaded at the first question that needs it. Methods that answer with data throw a `DataError`
 * (its `problem` says place, reason and fix) when a file or an expression is at fault.
 */
export function openDataEngine(options: DataOptions): Promise<DataEngine> {
  const guard = makeGuard(options.folders);
  const database = lazyDatabase(guard.folders);
  const context: Context = { database, guard, cache: makeCache(options.cache) };
  return Promise.resolve({
    resolve: (dataset, split) => resolveSource(context, dataset, split),
    facts: (source) => sourceFacts(context, source),
    count: (query) => countRows(context, query),
    checkExpression: (kind, text, columns) => checkExpression(database, kind, text, columns),
    holds: (until, metrics) => holds(database, until, metrics),
    check: (sources, checkOptions) => checkSources(context, sources, checkOptions ?? {}),
    materialise: (queries, order, output) => materialise(context, queries, order, output),
    samples: (query, sampleOptions) => readSamples(context, query, sampleOptions),
    close: () => database.close(),
  });
}

async function countRows(context: Context, query: RowQuery): Promise<number> {
  if (query.where === undefined) return (await sourceFacts(context, query.source)).rows;
  const opened = await openSource(context, query.source);
  const wanted = await conditionColumns(context, opened, query.where);
  try {
    const rows = await context.database.all(
      `SELECT count(*) FROM ${scan(opened, wanted)} WHERE (${query.where}\n)`,
    );
    return Number(rows[0]?.[0] ?? 0);
  } catch (error) {
    throw readError(query.source.path, error);
  }
}
