import { rename, rm } from 'node:fs/promises';
import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { identifier, literal, pathLiteral } from '../../data';

/** A column as it is appended, and how it is written. */
export interface WrittenColumn<T> {
  readonly name: string;
  /** DuckDB type that is appended; `BIGINT` takes whole numbers. */
  readonly type: 'INTEGER' | 'BIGINT' | 'BOOLEAN' | 'VARCHAR';
  readonly value: (row: T, index: number) => string | number | boolean | null;
  /** SQL that makes the written value; default the column itself. */
  readonly as?: string;
}

const CHUNK = 2048;
/** Rows and characters that are in memory before they become a part of the file. */
const PART_ROWS = 131_072;
const PART_CHARACTERS = 192 * 1024 * 1024;
const PARQUET = '(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 4096)';

/**
 * Writes rows into a Parquet file, in their order. Memory stays bounded: rows become parts beside the file, which are
 * joined at the end. One file has one writer; `connection` is its own.
 */
export class TableWriter<T> {
  private rows = 0;
  private inPart = 0;
  private characters = 0;
  private pending: T[] = [];
  private readonly parts: string[] = [];
  private appender: DuckDBAppender | undefined;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly file: string,
    private readonly columns: readonly WrittenColumn<T>[],
  ) {}

  /** Rows so far. */
  get count(): number {
    return this.rows + this.pending.length;
  }

  async add(rows: readonly T[]): Promise<void> {
    for (const row of rows) {
      this.pending.push(row);
      if (this.pending.length === CHUNK) await this.flush();
    }
  }

  /** Makes the file. */
  async finish(): Promise<void> {
    await this.flush();
    if (this.inPart > 0 || this.parts.length === 0) await this.endPart();
    const [only] = this.parts;
    if (only !== undefined && this.parts.length === 1) return rename(only, this.file);
    const files = this.parts.map(pathLiteral).join(', ');
    await this.connection.run(
      `COPY (SELECT * FROM read_parquet([${files}])) TO ${literal(this.file)} ${PARQUET}`,
    );
    for (const part of this.parts) await rm(part, { force: true });
  }

  private async flush(): Promise<void> {
    const rows = this.pending;
    if (rows.length === 0) return;
    const { DuckDBDataChunk, ...types } = await import('@duckdb/node-api');
    const appended = this.columns.map(({ type }): DuckDBType => types[type]);
    this.appender ??= await this.begin();
    const chunk = DuckDBDataChunk.create(appended, rows.length);
    for (const [at, { type, value }] of this.columns.entries()) {
      const values = rows.map((row, i) => {
        const cell = value(row, this.rows + i);
        if (typeof cell === 'string') this.characters += cell.length;
        return type === 'BIGINT' && typeof cell === 'number' ? BigInt(cell) : cell;
      });
      chunk.setColumnValues(at, values);
    }
    this.appender.appendDataChunk(chunk);
    this.rows += rows.length;
    this.inPart += rows.length;
    this.pending = [];
    if (this.inPart >= PART_ROWS || this.characters >= PART_CHARACTERS) await this.endPart();
  }

  private async begin(): Promise<DuckDBAppender> {
    const columns = this.columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ');
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE part (${columns})`);
    return this.connection.createAppender('part', 'main', 'temp');
  }

  private async endPart(): Promise<void> {
    this.appender ??= await this.begin();
    this.appender.closeSync();
    this.appender = undefined;
    const part = `${this.file}.part${this.parts.length}`;
    const columns = this.columns.map(({ name, as }) => `${as ?? identifier(name)} AS ${identifier(name)}`);
    await this.connection.run(`COPY (SELECT ${columns.join(', ')} FROM part) TO ${literal(part)} ${PARQUET}`);
    await this.connection.run('DROP TABLE part');
    this.parts.push(part);
    this.inPart = 0;
    this.characters = 0;
  }
}
