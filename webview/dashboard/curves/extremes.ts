import { isBucketed, shownValues, type Line } from './lines';

export interface Extremes {
  readonly min: number;
  readonly max: number;
}

/**
 * Least and greatest of what some lines show between two places, bands included; nothing where they show no number.
 * A smoothed line leaves out its band: it is there to be read without the noise.
 */
export function extremesOf(lines: readonly Line[], from: number, to: number): Extremes | undefined {
  let min = Infinity;
  let max = -Infinity;
  const take = (value = NaN): void => {
    if (!Number.isFinite(value)) return;
    if (value < min) min = value;
    if (value > max) max = value;
  };
  for (const { curve } of lines) {
    const banded = curve.smooth === undefined && isBucketed(curve);
    const shown = shownValues(curve);
    const [low, high] = banded ? [curve.low, curve.high] : [shown, shown];
    const faint = curve.smooth === undefined ? undefined : curve.y;
    for (let i = 0; i < curve.x.length; i += 1) {
      const x = curve.x[i] ?? NaN;
      if (!(x >= from && x <= to)) continue;
      take(low[i]);
      take(high[i]);
      take(faint?.[i]);
    }
  }
  return min <= max ? { min, max } : undefined;
}

/** How a value axis is divided. Logarithms need numbers above 0; their sinus hyperbolicus inverse takes all. */
export type Division =
  | { readonly kind: 'linear' }
  | { readonly kind: 'log' }
  | { readonly kind: 'asinh'; readonly linearTo: number };

export function divisionOf(logScale: boolean, extremes: Extremes | undefined): Division {
  if (!logScale || extremes === undefined) return { kind: 'linear' };
  if (extremes.min > 0) return { kind: 'log' };
  const size = Math.max(Math.abs(extremes.min), Math.abs(extremes.max));
  // About three decades on each side of 0, the rest is linear; a power of ten stays the same while a run grows.
  return size === 0
    ? { kind: 'linear' }
    : { kind: 'asinh', linearTo: 10 ** Math.floor(Math.log10(size) - 3) };
}

/** The range of a linear axis around some values: room above and below, and never empty. */
export function linearRange(extremes: Extremes | undefined): readonly [number, number] {
  if (extremes === undefined) return [0, 1];
  const { min, max } = extremes;
  // A share that stays at 0 has the axis of a share.
  if (min === 0 && max === 0) return [0, 1];
  const room = max > min ? 0.06 * (max - min) : Math.max(Math.abs(max) * 0.1, 1e-9);
  // What is never negative needs no room below 0.
  return [min >= 0 ? Math.max(0, min - room) : min - room, max + room];
}
