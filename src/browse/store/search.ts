import { Refusal } from '../../protocol';
import type { DuckDBConnection } from '@duckdb/node-api';

import { literal, pathLiteral, type Database } from '../../data';
import { Recent } from './recent';

/** Searches kept: going back to what was typed before costs nothing. */
const MOST_KEPT = 12;
/** Texts of at most so many characters are kept in the database's memory once somebody searches. */
const MOST_IN_MEMORY = 320e6;
const NEVER = 'A newer search has begun';

/** Searches that come one after another go on in the file: the copy is made when nobody has searched for so long. */
const QUIET_MS = 400;

/** Where an item's texts stand: SQL of columns, and the names of those that are long. */
export interface SearchedColumns {
  readonly columns: readonly string[];
  readonly long: readonly string[];
}
const OF_ITEMS: SearchedColumns = {
  columns: ['response', 'question', 'gold', '"row"'],
  long: ['response', 'question'],
};

/**
 * Finds a text in columns of a set's items, those of an audit unless others are named; case is not told apart, and every character means
 * itself. One search at a time: a newer one ends what still runs for an older. The first ones read the file; after
 * them the texts are copied into memory, where they are not too many: a search then takes half the time.
 */
export class TextSearch {
  private readonly kept = new Recent<string, Promise<Uint8Array>>(MOST_KEPT);
  private running: { readonly connection: DuckDBConnection } | undefined;
  private latest = '';
  private copy: 'none' | 'making' | 'made' | 'not possible' = 'none';
  private quiet: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly file: string,
    private readonly rows: number,
    private readonly searched: SearchedColumns = OF_ITEMS,
  ) {}

  /** 1 for each item that holds the text. Rejects with a `Refusal` when a newer search has begun. */
  find(text: string): Promise<Uint8Array> {
    this.latest = text;
    const known = this.kept.get(text);
    if (known !== undefined) return known;
    const search = this.run(text);
    this.kept.set(text, search);
    search.catch(() => this.kept.delete(text));
    return search;
  }

  private async run(text: string): Promise<Uint8Array> {
    this.running?.connection.interrupt();
    // Typing goes faster than searching: what is no longer the latest after a turn is not begun.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isStale(text)) throw new Refusal(NEVER);
    clearTimeout(this.quiet);
    const hits = new Uint8Array(this.rows);
    await this.database.session(async (connection) => {
      const run = { connection };
      this.running = run;
      try {
        const result = await connection.stream(this.sql(text));
        for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
          if (chunk.rowCount === 0) break;
          const found = chunk.getColumnVector(0);
          const { rowCount } = chunk;
          for (let row = 0; row < rowCount; row += 1) hits[Number(found.getItem(row))] = 1;
        }
      } catch (error) {
        if (this.isStale(text)) throw new Refusal(NEVER);
        throw error;
      } finally {
        if (this.running === run) this.running = undefined;
      }
    });
    if (this.copy === 'none') this.quiet = setTimeout(() => void this.makeCopy(), QUIET_MS).unref();
    return hits;
  }

  private sql(text: string): string {
    if (this.copy === 'made') return `SELECT i FROM texts WHERE contains(haystack, lower(${literal(text)}))`;
    // Digits and signs have no case: a million texts need not be lowered for them.
    const hasCase = text.toLowerCase() !== text.toUpperCase();
    const holds = (column: string): string =>
      hasCase
        ? `contains(lower(${column}), lower(${literal(text)}))`
        : `contains(${column}, ${literal(text)})`;
    return `SELECT i FROM read_parquet(${pathLiteral(this.file)}) WHERE ${this.searched.columns.map(holds).join(' OR ')}`;
  }

  /** What is searched in the copy, as one text: a character that nobody types stands between the parts. */
  private haystack(): string {
    return `lower(concat_ws(chr(31), ${this.searched.columns.join(', ')}))`;
  }

  private isStale(text: string): boolean {
    return this.latest !== text;
  }

  /** Where texts are too many, or there is no memory for them, the file itself is searched as before. */
  private async makeCopy(): Promise<void> {
    if (this.copy !== 'none') return;
    this.copy = 'making';
    try {
      this.copy = await this.database.session(async (connection) => {
        const sum = await connection.runAndReadAll(
          `SELECT sum(total_uncompressed_size) FROM parquet_metadata(${pathLiteral(this.file)})
           WHERE path_in_schema IN (${this.searched.long.map(literal).join(', ')})`,
        );
        if (Number(sum.getRowsJS()[0]?.[0] ?? 0) > MOST_IN_MEMORY) return 'not possible';
        await connection.run(
          `CREATE TABLE texts AS SELECT i, ${this.haystack()} AS haystack FROM read_parquet(${pathLiteral(this.file)})`,
        );
        return 'made';
      });
    } catch {
      this.copy = 'not possible';
    }
  }
}
