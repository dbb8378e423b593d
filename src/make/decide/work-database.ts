import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literal, type Row } from '../../data';
import { DRAFTS, workFile } from '../layout';

const MEMORY_LIMIT = '1GB';
const THREADS = '2';
const BATCH = 256;

/**
 * A database on disk for one step of the work: tables of a million questions with all their texts need no more memory
 * than its limit. It reads the folder of the made dataset and nothing else, and is gone when it is closed.
 */
export class WorkDatabase {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
    private readonly signal: AbortSignal,
    private readonly interrupt: () => void,
  ) {}

  /** `to` is the folder of the made dataset; it is made when absent. */
  static async open(to: string, signal: AbortSignal): Promise<WorkDatabase> {
    signal.throwIfAborted();
    const folder = workFile(to, `${DRAFTS}${process.pid}-${randomBytes(4).toString('hex')}`);
    mkdirSync(folder, { recursive: true });
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(join(folder, 'work.duckdb'), {
      threads: THREADS,
      memory_limit: MEMORY_LIMIT,
      temp_directory: join(folder, 'spill'),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const folders = [...new Set([to, realpathSync(to)])].map(literal).join(', ');
    await connection.run(`SET allowed_directories = [${folders}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const interrupt = (): void => {
      connection.interrupt();
    };
    signal.addEventListener('abort', interrupt);
    return new WorkDatabase(instance, connection, folder, signal, interrupt);
  }

  /** A file of that name in the database's own folder, on the same file system as the made dataset. */
  draft(name: string): string {
    return join(this.folder, name);
  }

  /** Ends with the signal's reason when it is aborted meanwhile. */
  async run(sql: string): Promise<void> {
    await this.asked(() => this.connection.run(sql));
  }

  /** All rows of a small answer. */
  async all(sql: string): Promise<readonly Row[]> {
    return this.asked(async () => (await this.connection.runAndReadAll(sql)).getRowsJS());
  }

  /** Rows in order, a few hundred at a time, on a connection of their own; the whole answer is never in memory. */
  async *batches(sql: string): AsyncGenerator<readonly Row[], void, undefined> {
    const { JSDuckDBValueConverter } = await import('@duckdb/node-api');
    const connection = await this.instance.connect();
    try {
      const result = await this.asked(() => connection.stream(sql));
      for (;;) {
        const chunk = await this.asked(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        for (let row = 0; row < chunk.rowCount;) {
          const batch: Row[] = [];
          while (row < chunk.rowCount && batch.length < BATCH)
            batch.push(chunk.convertRowValues(row++, JSDuckDBValueConverter));
          yield batch;
        }
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Appends to a table; the caller closes it. */
  appender(table: string): Promise<DuckDBAppender> {
    return this.connection.createAppender(table);
  }

  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.interrupt);
    this.connection.closeSync();
    this.instance.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async asked<T>(work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
  }
}
