/** How the regions of the page share its room; kept beside its state. Sizes in CSS pixels. */
export interface Layout {
  readonly filters: boolean;
  readonly filtersWidth: number;
  /** Share of the width that the detail takes of what list and detail have, 0 to 1. */
  readonly detailShare: number;
}

export const FILTERS_RANGE = [180, 420] as const;
export const DETAIL_RANGE = [0.25, 0.75] as const;

/** A layout that was kept in an earlier life; what does not fit is as in a fresh one. */
export function readLayout(value: unknown, fresh: Layout): Layout {
  if (typeof value !== 'object' || value === null) return fresh;
  const kept = value as Readonly<Record<string, unknown>>;
  return {
    filters: typeof kept.filters === 'boolean' ? kept.filters : fresh.filters,
    filtersWidth: within(kept.filtersWidth, FILTERS_RANGE) ?? fresh.filtersWidth,
    detailShare: within(kept.detailShare, DETAIL_RANGE) ?? fresh.detailShare,
  };
}

const within = (value: unknown, [low, high]: readonly [number, number]): number | undefined =>
  typeof value === 'number' && value >= low && value <= high ? value : undefined;
