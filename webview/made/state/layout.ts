import { readWidths, type PaneWidths } from '../../kit/widths';

/** How the regions of the page share its room; kept beside its state. */
export interface Layout extends PaneWidths {
  readonly filters: boolean;
}

/** A layout that was kept in an earlier life; what does not fit is as in a fresh one. */
export function readLayout(value: unknown, fresh: Layout): Layout {
  if (typeof value !== 'object' || value === null) return fresh;
  const kept = value as Readonly<Record<string, unknown>>;
  return {
    filters: typeof kept.filters === 'boolean' ? kept.filters : fresh.filters,
    ...readWidths(kept, fresh),
  };
}
