import type { AuditFacets } from '../../../src/protocol/audit';

type Lengths = AuditFacets['lengths'];

/** Bins `[first, last]` that a range of lengths touches; all of them without a range. */
export function binsOf(
  { low, high, bins }: Lengths,
  range: readonly [number, number] | undefined,
): readonly [number, number] {
  const last = Math.max(0, bins.length - 1);
  if (range === undefined || high <= low) return [0, last];
  const bin = (length: number): number =>
    Math.max(0, Math.min(last, Math.floor(((length - low) / (high - low)) * bins.length)));
  return [bin(range[0]), bin(range[1])];
}

/** The range of lengths, whole tokens, that bins `[first, last]` hold; absent when these are all. */
export function rangeOfBins(
  { low, high, bins }: Lengths,
  first: number,
  last: number,
): readonly [number, number] | undefined {
  if (first <= 0 && last >= bins.length - 1) return undefined;
  const width = (high - low) / Math.max(1, bins.length);
  const end = last >= bins.length - 1 ? high : Math.ceil(low + (last + 1) * width) - 1;
  const start = Math.ceil(low + first * width);
  return [start, Math.max(start, end)];
}

/** Where a handle goes with a key; absent: no key of handles. Handles may meet, not cross. */
export function handleKey(
  key: string,
  which: 'first' | 'last',
  [first, last]: readonly [number, number],
  count: number,
): readonly [number, number] | undefined {
  const at = which === 'first' ? first : last;
  const to = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 5,
    PageUp: at + 5,
    Home: 0,
    End: count - 1,
  }[key];
  if (to === undefined) return undefined;
  return which === 'first'
    ? [Math.max(0, Math.min(last, to)), last]
    : [first, Math.min(count - 1, Math.max(first, to))];
}
