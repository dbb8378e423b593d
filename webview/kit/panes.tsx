import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSearchKey } from './list/search-key';
import { Splitter } from './splitter';
import { DETAIL_RANGE, FILTERS_RANGE, type PaneWidths } from './widths';

/** What a region needs to lead the keyboard to another one. */
export interface PaneRefs {
  readonly search: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly detail: RefObject<HTMLElement | null>;
  readonly toList: () => void;
  readonly toDetail: () => void;
}

interface PanesProps {
  readonly widths: PaneWidths;
  readonly onResize: (part: Partial<PaneWidths>) => void;
  /** What the detail is of, such as `item`. */
  readonly what: string;
  /** Null: they are put away. */
  readonly filters: ComponentChildren;
  readonly list: (refs: PaneRefs) => ComponentChildren;
  readonly detail: (refs: PaneRefs) => ComponentChildren;
}

/** Filters, list and detail beside one another; below one another where there is little room. */
export function Panes({ widths, onResize, what, filters, list: listed, detail: detailed }: PanesProps) {
  const panes = useRef<HTMLDivElement>(null);
  const middle = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLElement>(null);
  const refs: PaneRefs = {
    search,
    list,
    detail,
    toList: () => list.current?.focus(),
    toDetail: () => detail.current?.focus(),
  };
  useSearchKey(() => search.current?.querySelector<HTMLElement>('vscode-text-field')?.focus());
  useEffect(() => {
    // The keys of the list work at once; but not away from a place that the reader has gone to.
    if (document.activeElement === null || document.activeElement === document.body) refs.toList();
  }, []);

  const shareAt = (x: number): number => {
    const left = middle.current?.getBoundingClientRect().left ?? 0;
    const right = panes.current?.getBoundingClientRect().right ?? 1;
    return (right - x) / Math.max(1, right - left);
  };
  const { filtersWidth, detailShare } = widths;
  return (
    <div
      ref={panes}
      class={`panes${filters === null ? '' : ' with-filters'}`}
      style={{
        '--filters': `${filtersWidth}px`,
        '--detail': `${detailShare}fr`,
        '--list': `${1 - detailShare}fr`,
      }}
    >
      {filters === null ? null : (
        <>
          <aside class="filters-pane" aria-label="Filters">
            {filters}
          </aside>
          <Splitter
            label="Width of the filters"
            value={filtersWidth}
            range={FILTERS_RANGE}
            step={20}
            at={(x) => x - (panes.current?.getBoundingClientRect().left ?? 0)}
            onChange={(width) => onResize({ filtersWidth: Math.round(width) })}
          />
        </>
      )}
      <div class="list-pane" ref={middle}>
        {listed(refs)}
      </div>
      <Splitter
        label={`Width of the ${what}`}
        value={Math.round(100 * detailShare)}
        range={[100 * DETAIL_RANGE[0], 100 * DETAIL_RANGE[1]]}
        // To the right makes the detail narrower.
        step={-2}
        at={(x) => 100 * shareAt(x)}
        onChange={(share) => onResize({ detailShare: share / 100 })}
      />
      {detailed(refs)}
    </div>
  );
}
