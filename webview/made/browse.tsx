import { useEffect, useRef } from 'preact/hooks';
import { Button, EmptyState, ErrorBanner, LongList, Splitter, useSearchKey, useStore } from '../kit';
import { DetailPane } from './detail/pane';
import { FilterChips } from './filters/chips';
import { Filters } from './filters/filters';
import { Funnel } from './funnel/funnel';
import { ListToolbar } from './list/toolbar';
import { Cells } from './list/row';
import { useModel } from './state/context';
import { DETAIL_RANGE, FILTERS_RANGE } from './state/layout';

/** `k` keeps here, so the letters that move are those beside one another. */
const LETTERS = { next: 'j', previous: 'l' };

/** Filters, list and question beside one another; below one another where there is little room. */
export function Browse() {
  const { layout, resize, rows, set } = useModel();
  const { filters, filtersWidth, detailShare } = useStore(layout, (value) => value);
  const failure = useStore(rows.view, (view) => view.failure);
  const manifest = useStore(set, (value) => value?.manifest);
  const panes = useRef<HTMLDivElement>(null);
  const middle = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLElement>(null);
  const toList = (): void => list.current?.focus();
  useSearchKey(() => search.current?.querySelector<HTMLElement>('vscode-text-field')?.focus());
  useEffect(() => {
    // The keys of the list work at once; but not away from a place that the reader has gone to.
    if (document.activeElement === null || document.activeElement === document.body) toList();
  }, []);

  const shareAt = (x: number): number => {
    const left = middle.current?.getBoundingClientRect().left ?? 0;
    const right = panes.current?.getBoundingClientRect().right ?? 1;
    return (right - x) / Math.max(1, right - left);
  };
  return (
    <div class="browse">
      {manifest === undefined ? null : <Funnel funnel={manifest.funnel} />}
      <div
        ref={panes}
        class={`panes${filters ? ' with-filters' : ''}`}
        style={{
          '--filters': `${filtersWidth}px`,
          '--detail': `${detailShare}fr`,
          '--list': `${1 - detailShare}fr`,
        }}
      >
        {filters ? (
          <>
            <aside class="filters-pane" aria-label="Filters">
              <Filters />
            </aside>
            <Splitter
              label="Width of the filters"
              value={filtersWidth}
              range={FILTERS_RANGE}
              step={20}
              at={(x) => x - (panes.current?.getBoundingClientRect().left ?? 0)}
              onChange={(width) => resize({ filtersWidth: Math.round(width) })}
            />
          </>
        ) : null}
        <div class="list-pane" ref={middle}>
          <ListToolbar search={search} onLeave={toList} />
          <FilterChips />
          {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={rows.retry} />}
          <Listed box={list} onRead={() => detail.current?.focus()} />
        </div>
        <Splitter
          label="Width of the question"
          value={Math.round(100 * detailShare)}
          range={[100 * DETAIL_RANGE[0], 100 * DETAIL_RANGE[1]]}
          // To the right makes the question narrower.
          step={-2}
          at={(x) => 100 * shareAt(x)}
          onChange={(share) => resize({ detailShare: share / 100 })}
        />
        <DetailPane box={detail} onLeave={toList} />
      </div>
    </div>
  );
}

interface ListedProps {
  readonly box: preact.RefObject<HTMLDivElement | null>;
  readonly onRead: () => void;
}

/** The list, or why it is empty. */
function Listed({ box, onRead }: ListedProps) {
  const { rows, state, change, cursor } = useModel();
  const empty = useStore(rows.view, ({ pages, waiting }) => pages.total === 0 && !waiting);
  const { filter, selected } = useStore(state, (value) => value);
  if (empty && Object.keys(filter).length > 0)
    return (
      <EmptyState icon="filter" title="No question matches the filters">
        <Button onClick={() => change({ filter: {} })}>Clear the filters</Button>
      </EmptyState>
    );
  if (empty)
    return (
      <EmptyState icon="circle-slash" title="There is no question">
        <p>The source has no rows, or all of them fell before a question was written. The figures say why.</p>
      </EmptyState>
    );
  return (
    <div class="listed">
      <LongList
        box={box}
        name="Questions"
        rows={rows}
        cursor={cursor}
        selected={selected}
        letters={LETTERS}
        moreKeys="k keeps the question by hand, d drops it, u takes that back."
        onRead={onRead}
      >
        {(row) => <Cells row={row} />}
      </LongList>
    </div>
  );
}
