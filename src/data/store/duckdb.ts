import type { DuckDBConnection, DuckDBInstance, JS } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import { literal } from './sql';

export type Cell = JS;
export type Row = readonly Cell[];

/** An in-memory DuckDB that may read the declared folders and nothing else, and whose settings are locked. */
export interface Database {
  /** All rows of a small answer. */
  all(sql: string): Promise<readonly Row[]>;
  /** Rows one at a time, in order; the whole answer is never in memory. */
  rows(sql: string): AsyncGenerator<Row, void, undefined>;
  /** The same, a few rows at a time: a promise for each of a million rows costs more than the rows. */
  batches(sql: string): AsyncGenerator<readonly Row[], void, undefined>;
  /** Runs work on a connection of its own: temporary tables last as long as the work. */
  session<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** A connection that the caller closes, for work that outlives one function. */
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/** Reading buffers and sort keys fit easily: rows themselves are streamed, never kept. */
const MEMORY_LIMIT = '1GB';
const MOST_THREADS = 4;
/** Rows converted at once: a chunk of 2,048 rows with embedded images need not exist twice. */
const BATCH = 32;

/**
 * The database over absolute real folders. The native module is loaded at the first question and not before, so that
 * answers from the cache cost nothing.
 */
export function lazyDatabase(folders: readonly string[]): Database {
  let opening: Promise<DuckDBInstance> | undefined;
  let closed = false;
  const connect = async (): Promise<DuckDBConnection> => {
    if (closed) throw new Error('The data engine is closed.');
    const instance = (opening ??= openInstance(folders));
    try {
      return await (await instance).connect();
    } catch (error) {
      // What failed once, for want of memory or of a file, is tried again with the next question.
      if (opening === instance) await instance.catch(() => (opening = undefined));
      throw error;
    }
  };
  const session = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  };
  async function* batches(sql: string): AsyncGenerator<readonly Row[], void, undefined> {
    const connection = await connect();
    const { JSDuckDBValueConverter } = await import('@duckdb/node-api');
    try {
      const result = await connection.stream(sql);
      for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
        if (chunk.rowCount === 0) break;
        for (let row = 0; row < chunk.rowCount;) {
          const batch: Row[] = [];
          while (row < chunk.rowCount && batch.length < BATCH) {
            batch.push(chunk.convertRowValues(row++, JSDuckDBValueConverter));
          }
          yield batch;
        }
      }
    } finally {
      connection.closeSync();
    }
  }
  return {
    session,
    connect,
    all: (sql) => session(async (connection) => (await connection.runAndReadAll(sql)).getRowsJS()),
    batches,
    async *rows(sql) {
      for await (const batch of batches(sql)) yield* batch;
    },
    async close() {
      closed = true;
      const instance = await opening?.catch(() => undefined);
      instance?.closeSync();
    },
  };
}

async function openInstance(folders: readonly string[]): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(Math.min(MOST_THREADS, availableParallelism())),
    memory_limit: MEMORY_LIMIT,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  await lock(instance, folders);
  return instance;
}

async function lock(instance: DuckDBInstance, folders: readonly string[]): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_directories = [${folders.map(literal).join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
}
