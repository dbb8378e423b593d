import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ColumnRole } from '../../language';
import { COLUMN_ROLES } from '../../language';
import type { Context } from '../context';
import { openSource } from '../context';
import type { MaterialiseOrder, RowQuery } from '../engine';
import { POOL_MARK } from '../rows';
import { indexLines } from '../store/lines';
import { bufferedSink, writeAtomically, writeError } from '../store/write';
import type { DataSource } from '../types';
import { copyRows } from './copy';
import { commonFolder } from './folder';
import type { OpenQuery } from './order';
import { isFileOrder, orderedRows } from './order';
import { REWRITTEN_COLUMNS, rewriteRows } from './rewrite';

export interface Materialised {
  readonly source: DataSource;
  readonly rows: number;
}

/** Writes the training file; see `DataEngine.materialise`. */
export async function materialise(
  context: Context,
  queries: readonly RowQuery[],
  order: MaterialiseOrder,
  output: string,
): Promise<Materialised> {
  const [first] = queries;
  if (first === undefined) throw new Error('A training file needs one source at least.');
  const opened: OpenQuery[] = [];
  for (const { source, where } of queries) {
    opened.push({ opened: await openSource(context, source), ...(where === undefined ? {} : { where }) });
  }
  const sources = queries.map((query) => query.source);
  return sources.every((source) => agrees(first.source, source))
    ? copyOriginals(context, opened, order, output, sources)
    : rewriteAll(context, opened, order, output, sources);
}

const agrees = (a: DataSource, b: DataSource): boolean =>
  a.format === 'jsonl' &&
  b.format === 'jsonl' &&
  a.images === b.images &&
  COLUMN_ROLES.every((role) => a.columns[role] === b.columns[role]);

async function copyOriginals(
  context: Context,
  queries: readonly OpenQuery[],
  order: MaterialiseOrder,
  output: string,
  sources: readonly DataSource[],
): Promise<Materialised> {
  const rows = await writeAtomically(output, async (sink) => {
    // DuckDB sorts the keys while the bytes of the lines are found.
    const keys = orderedRows(context, queries, order);
    const [first, files] = await Promise.all([
      keys.next(),
      Promise.all(
        queries.map(async ({ opened }) => ({ path: opened.real, index: await indexLines(opened.real) })),
      ),
    ]);
    const bytes = files.map(({ path, index }) => ({
      path,
      span: (row: number) => {
        if (row > index.rows) throw new Error(`${path} has no row ${row}: it changed while it was read.`);
        return index.span(row);
      },
    }));
    return copyRows(bytes, resumed(first, keys), sink);
  });
  const [first] = sources;
  if (first === undefined) throw new Error('A training file needs one source at least.');
  return {
    rows,
    source: {
      ...pooled(sources),
      path: output,
      format: 'jsonl',
      images: first.images,
      columns: first.columns,
    },
  };
}

/** An iteration whose first step was already taken. */
async function* resumed<T>(
  first: IteratorResult<T, void>,
  rest: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

async function rewriteAll(
  context: Context,
  queries: readonly OpenQuery[],
  order: MaterialiseOrder,
  output: string,
  sources: readonly DataSource[],
): Promise<Materialised> {
  const images = commonFolder([dirname(output), ...sources.map((source) => source.images)]);
  const columns: Partial<Record<ColumnRole, string>> = {};
  for (const role of COLUMN_ROLES) {
    if (sources.some((source) => source.columns[role] !== undefined)) columns[role] = REWRITTEN_COLUMNS[role];
  }
  const source: DataSource = {
    ...pooled(sources),
    path: output,
    format: 'jsonl',
    images: images ?? dirname(output),
    columns: { ...columns, id: REWRITTEN_COLUMNS.id },
  };
  if (isFileOrder(order)) {
    const rows = await writeAtomically(output, (sink) =>
      rewriteRows(context, queries, output, images, sink, () => undefined),
    );
    return { source, rows };
  }
  return { source, rows: await rewriteSorted(context, queries, order, output, images) };
}

/** Rewrites in file order first, then copies the lines in training order: no row is ever held. */
async function rewriteSorted(
  context: Context,
  queries: readonly OpenQuery[],
  order: MaterialiseOrder,
  output: string,
  images: string | undefined,
): Promise<number> {
  return writeAtomically(output, async (sink) => {
    const path = `${output}.${process.pid}.spool.tmp`;
    const spans = queries.map(() => new Map<number, { start: number; end: number }>());
    try {
      const spool = await open(path, 'w');
      try {
        const lines = bufferedSink(spool);
        await rewriteRows(context, queries, output, images, lines, (source, row, start, end) => {
          spans[source]?.set(row, { start, end });
        });
        await lines.flush();
      } finally {
        await spool.close();
      }
      const files = spans.map((rows) => ({
        path,
        span: (row: number) => {
          const span = rows.get(row);
          if (span === undefined) throw new Error(`Row ${row} was not rewritten: the file changed.`);
          return span;
        },
      }));
      return await copyRows(files, orderedRows(context, queries, order), sink);
    } catch (error) {
      throw writeError(output, error);
    } finally {
      await rm(path, { force: true }).catch(() => undefined);
    }
  });
}

/** Dataset and capability of a file that holds rows of several. */
function pooled(sources: readonly DataSource[]): Pick<DataSource, 'dataset' | 'capability' | 'split'> {
  const capabilities = [...new Set(sources.map((source) => source.capability))];
  return {
    dataset: [...new Set(sources.map((source) => source.dataset))].join(POOL_MARK),
    capability: capabilities.length === 1 ? (capabilities[0] ?? 'mixed') : 'mixed',
    split: sources[0]?.split ?? 'train',
  };
}
