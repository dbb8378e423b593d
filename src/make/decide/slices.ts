import type { WorkDatabase } from './work-database';

/** Rows that are in memory at once with all their texts. */
const ROWS = 4096;

/**
 * Ranges of `n`, both ends included, of a few thousand rows of a table each, in order. Sorting a million rows with all
 * their texts costs minutes; a range of rows that lie nearly in order is found by the table's own index of blocks.
 */
export async function slicesOf(
  work: WorkDatabase,
  table: string,
  rows = ROWS,
): Promise<readonly (readonly [from: number, to: number])[]> {
  const found = await work.all(
    `SELECT min(n), max(n) FROM (SELECT n, (row_number() OVER (ORDER BY n) - 1) // ${rows} AS slice FROM ${table}) GROUP BY slice ORDER BY slice`,
  );
  return found.map(([from, to]) => [Number(from), Number(to)]);
}
