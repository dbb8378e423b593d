import type { DataEngine, RowQuery, Sample } from '../../../data';
import type { RunnerContext } from './context';

const REPORT_EVERY = 2000;

/**
 * Reads the rows of all sources, numbered from 0 across them, keeping only the `wanted` ones (all by default): memory
 * grows with the steps to be made, not with the file. Returns the rows by number, and how many there were.
 */
export async function readRows(
  data: DataEngine,
  queries: readonly RowQuery[],
  context: RunnerContext,
  wanted: ReadonlySet<number> | 'all',
): Promise<{ readonly rows: ReadonlyMap<number, Sample>; readonly total: number }> {
  const rows = new Map<number, Sample>();
  let number = 0;
  for (const query of queries)
    for await (const sample of data.samples(query)) {
      if (wanted === 'all' || wanted.has(number)) rows.set(number, sample);
      number += 1;
      if (number % REPORT_EVERY === 0)
        context.emit({ type: 'progress', phase: 'load', done: number, total: number });
    }
  return { rows, total: number };
}
