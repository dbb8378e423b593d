import { editDistance, nearest } from '../../../language';
import { quoted, type Edit, type Fix } from '../fix';

/** The candidate that was surely meant: one letter off, and no other candidate is as near. */
export function isSlip(written: string, meant: string, candidates: readonly string[]): boolean {
  const distance = (name: string): number => editDistance(written.toLowerCase(), name.toLowerCase(), 2);
  const own = distance(meant);
  if (own === 0) return true;
  return own === 1 && written.length > 2 && candidates.every((name) => name === meant || distance(name) > 1);
}

/**
 * Fixes that write a known name in the place of an unknown one: the nearest as the preferred one, then up to `others`
 * of the rest in their order.
 */
export function nameFixes(
  written: string,
  candidates: readonly string[],
  edit: (name: string) => Edit | readonly Edit[],
  others = 0,
): readonly Fix[] {
  const fix = (name: string, extra: Partial<Fix>): Fix => {
    const edits = edit(name);
    return { title: `Change to ${quoted(name)}`, edits: 'span' in edits ? [edits] : edits, ...extra };
  };
  const near = nearest(written, candidates);
  const rest = candidates.filter((name) => name !== near && name !== written).slice(0, others);
  return [
    ...(near === undefined || near === written
      ? []
      : [fix(near, { preferred: true, ...(isSlip(written, near, candidates) ? { safe: true } : {}) })]),
    ...rest.map((name) => fix(name, {})),
  ];
}
