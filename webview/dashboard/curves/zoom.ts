/** A part of the axis: from, to. */
export type Range = readonly [number, number];

/** The least part that can be zoomed to, as a share of all. */
const LEAST = 1e-6;

/** Makes a range `factor` times as wide around a place in it, inside `all`; all of it, or more, is no zoom. */
export function zoomed(range: Range, all: Range, factor: number, around: number): Range | undefined {
  const width = (range[1] - range[0]) * factor;
  const whole = all[1] - all[0];
  if (width >= whole * (1 - 1e-9)) return undefined;
  const wide = Math.max(width, whole * LEAST);
  const share = range[1] > range[0] ? (around - range[0]) / (range[1] - range[0]) : 0.5;
  return inside([around - share * wide, around + (1 - share) * wide], all);
}

/** Moves a range by a share of its width, as far as `all` goes. */
export function panned(range: Range, all: Range, share: number): Range {
  const by = (range[1] - range[0]) * share;
  return inside([range[0] + by, range[1] + by], all);
}

function inside([from, to]: Range, [least, most]: Range): Range {
  const width = Math.min(to - from, most - least);
  if (from < least) return [least, least + width];
  if (to > most) return [most - width, most];
  return [from, to];
}
