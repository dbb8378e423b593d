import type { RunList, RunSummary } from '../../protocol';

const RANK: Readonly<Partial<Record<RunSummary['state'], number>>> = { running: 0, queued: 1 };
const rank = ({ state }: RunSummary): number => RANK[state] ?? 2;

/** Running runs first, then queued ones (the oldest first, as they will start), then the others, newest first. */
export function inOrder(runs: Iterable<RunSummary>): readonly RunSummary[] {
  return [...runs].sort((a, b) => {
    const byState = rank(a) - rank(b);
    if (byState !== 0) return byState;
    const byTime = compare(b.created, a.created) || compare(b.id, a.id);
    return a.state === 'queued' ? -byTime : byTime;
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Folders of known runs that a list of the newest ones should hold and does not: runs that were deleted. Of runs older
 * than its oldest a list that is cut off says nothing.
 */
export function goneFrom({ runs, total }: RunList, known: Iterable<RunSummary>): readonly string[] {
  const listed = new Set(runs.map(({ dir }) => dir));
  const oldest =
    runs.length < total
      ? runs.reduce((least, { created }) => (created < least ? created : least), '\uffff')
      : '';
  return [...known].filter(({ dir, created }) => !listed.has(dir) && created > oldest).map(({ dir }) => dir);
}
