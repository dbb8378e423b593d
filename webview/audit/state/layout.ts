import { readWidths, type PaneWidths } from '../../kit/widths';

/** How the regions of the page share its room; kept beside its state. */
export interface Layout extends PaneWidths {
  readonly filters: boolean;
  /** The same where the regions lie below one another: there they take the room of the list. */
  readonly filtersAbove: boolean;
  readonly multiples: boolean;
}

export const FRESH_LAYOUT: Layout = {
  filters: true,
  filtersAbove: false,
  filtersWidth: 230,
  detailShare: 0.52,
  multiples: true,
};

/** A layout that was kept in an earlier life; what does not fit is as in a fresh one. */
export function readLayout(value: unknown, fresh: Layout = FRESH_LAYOUT): Layout {
  if (typeof value !== 'object' || value === null) return fresh;
  const kept = value as Readonly<Record<string, unknown>>;
  return {
    filters: typeof kept.filters === 'boolean' ? kept.filters : fresh.filters,
    filtersAbove: typeof kept.filtersAbove === 'boolean' ? kept.filtersAbove : fresh.filtersAbove,
    multiples: typeof kept.multiples === 'boolean' ? kept.multiples : fresh.multiples,
    ...readWidths(kept, fresh),
  };
}
