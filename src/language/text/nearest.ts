/**
 * Damerau-Levenshtein distance (optimal string alignment: insert, delete, replace, swap of neighbours cost 1 each),
 * given up as `limit + 1` once it must exceed `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Words longer than this are nobody's typing mistake; comparing them would only cost time. */
const LONGEST_WORD = 100;

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, '-');

/** Letters from which on the beginning of a name stands for the whole. */
const TELLING = 3;

/**
 * The candidate that a person most likely meant by `name`, or nothing when none is near: at most a third of the
 * letters may differ, of a single letter none. Case and the choice of `-`, `_`, `.` count as no difference; the first
 * of equals wins. Where none is near, the only candidate that begins with `name` is meant.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > LONGEST_WORD) return undefined;
  const wanted = plain(name);
  let limit = wanted.length === 1 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  let found: string | undefined;
  const longer: string[] = [];
  for (const candidate of candidates) {
    const written = plain(candidate);
    if (wanted.length >= TELLING && written.startsWith(wanted)) longer.push(candidate);
    const distance = editDistance(wanted, written, limit);
    if (distance > limit) continue;
    found = candidate;
    if (distance === 0) break;
    limit = distance - 1;
  }
  return found ?? (longer.length === 1 ? longer[0] : undefined);
}
