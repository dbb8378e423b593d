/** How three regions share a page; kept beside its state. */
export interface PaneWidths {
  /** CSS pixels. */
  readonly filtersWidth: number;
  /** Share of the width that the detail takes of what list and detail have, 0 to 1. */
  readonly detailShare: number;
}

export const FILTERS_RANGE = [180, 420] as const;
export const DETAIL_RANGE = [0.25, 0.75] as const;

/** Widths that were kept in an earlier life; what does not fit is as in `fresh`. */
export function readWidths(
  kept: Readonly<Partial<Record<keyof PaneWidths, unknown>>>,
  fresh: PaneWidths,
): PaneWidths {
  return {
    filtersWidth: within(kept.filtersWidth, FILTERS_RANGE) ?? fresh.filtersWidth,
    detailShare: within(kept.detailShare, DETAIL_RANGE) ?? fresh.detailShare,
  };
}

const within = (value: unknown, [low, high]: readonly [number, number]): number | undefined =>
  typeof value === 'number' && value >= low && value <= high ? value : undefined;
