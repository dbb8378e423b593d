import type { Table } from '../../results';
import { Digests, evenly } from '../digests';
import { captionRow } from './row';
import type { CaptionColumns } from './columns';

/** What one look through all ids of the file says. */
export interface Survey {
  /** Rows of the file. */
  readonly rows: number;
  /** Whether the row of this id is drawn. */
  readonly drawn: (base: string) => boolean;
  /** Whether several rows have this id. */
  readonly shared: (base: string) => boolean;
  /** Whether any row has it. */
  readonly knows: (base: string) => boolean;
  readonly sharedIds: number;
}

/**
 * Reads the ids of all rows. With a limit, those rows are drawn whose ids have the smallest of random numbers that
 * only the id and the seed decide: the order of the file does not matter, and rows that are added to it change the
 * draw only where they are drawn themselves.
 */
export async function survey(
  table: Table,
  columns: CaptionColumns,
  options: { readonly limit?: number; readonly seed: number; readonly signal: AbortSignal },
): Promise<Survey> {
  const { limit, seed, signal } = options;
  const seen = new Digests();
  const repeated = new Digests();
  const smallest = limit === undefined ? undefined : new Smallest(limit);
  const lot = (base: string): number => evenly(`${seed}\0${base}`);
  // Also where the file has ids: a row without one is named by the rest.
  const wanted = [columns.caption, columns.image, ...(columns.id === undefined ? [] : [columns.id])];
  let rows = 0;
  for await (const batch of table.rows({ signal, columns: wanted })) {
    for (const row of batch) {
      const { base } = captionRow(row, columns);
      rows += 1;
      if (!seen.add(base)) repeated.add(base);
      smallest?.add(lot(base));
    }
  }
  const most = smallest?.largest() ?? Number.POSITIVE_INFINITY;
  return {
    rows,
    drawn: (base) => smallest === undefined || lot(base) <= most,
    shared: (base) => repeated.size > 0 && repeated.has(base),
    knows: (base) => seen.has(base),
    sharedIds: repeated.size,
  };
}

/** Keeps the smallest of many numbers, in memory for twice as many. */
class Smallest {
  private numbers: number[] = [];

  constructor(private readonly count: number) {}

  add(number: number): void {
    this.numbers.push(number);
    if (this.numbers.length >= 2 * this.count + 1_000) this.cut();
  }

  /** The largest of the smallest. */
  largest(): number {
    this.cut();
    return this.numbers.at(-1) ?? Number.POSITIVE_INFINITY;
  }

  private cut(): void {
    this.numbers = [...Float64Array.from(this.numbers).sort()].slice(0, this.count);
  }
}
