import { decide, type Route } from '../grading/decide';
import { answerText, idOf } from '../generic/cells';
import { openTable } from '../table/open';
import { goldOf } from './answer';
import { benchmarkOf } from './benchmarks';

/** The copies of a question with rotated options have indices above this: `index + 1e6 x rotation`. */
const ROTATION = 1_000_000;

/** Questions that were asked in several rotations of their options. */
export interface Rotations {
  readonly groups: number;
  isCopy(id: string): boolean;
  /** Whether all rotations are right; absent for a question that was asked once. */
  verdictOf(id: string): { readonly correct: boolean | null; readonly route: Route } | undefined;
}

/** Looks for rotated copies in a file of predictions; nothing when there are none. */
export async function readRotations(
  file: string,
  benchmark: string,
  signal: AbortSignal | undefined,
): Promise<Rotations | undefined> {
  const table = await openTable(file);
  if (!['index', 'A', 'B', 'prediction'].every((name) => table.columns.includes(name))) return undefined;
  const type = benchmarkOf(benchmark);
  const verdicts = new Map<string, (boolean | null)[]>();
  const rotated = new Set<string>();
  for await (const rows of table.rows({ signal })) {
    for (const { values } of rows) {
      const id = idOf(values.index);
      const group = groupOf(id);
      if (group === undefined) continue;
      if (group !== id) rotated.add(group);
      const response = answerText(values.prediction);
      const failed = response.length < 300 && response.includes('Failed to obtain answer');
      const { correct } = decide({ ...goldOf(values, type), response, failed });
      verdicts.set(group, [...(verdicts.get(group) ?? []), correct]);
    }
  }
  if (rotated.size === 0) return undefined;
  return {
    groups: rotated.size,
    isCopy: (id) => groupOf(id) !== undefined && groupOf(id) !== id && verdicts.has(groupOf(id) ?? ''),
    verdictOf(id) {
      const all = rotated.has(id) ? verdicts.get(id) : undefined;
      if (all === undefined) return undefined;
      // One wrong rotation settles it, whatever became of the others.
      if (all.includes(false)) return { correct: false, route: 'ours' };
      return all.includes(null) ? { correct: null, route: 'none' } : { correct: true, route: 'ours' };
    },
  };
}

function groupOf(id: string): string | undefined {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  return String(Number(id) % ROTATION);
}
