import type { AuditSet } from '../../../src/protocol/audit';
import { useEffect, useRef } from 'preact/hooks';
import { Button, EmptyState, ErrorBanner, Splitter, useSearchKey, useStore } from '../../kit';
import { FilterChips } from '../filters/chips';
import { Filters } from '../filters/filters';
import { List } from '../list/list';
import { ListHead } from '../list/head';
import { ListToolbar } from '../list/toolbar';
import { Multiples } from '../multiples/multiples';
import { useModel } from '../state/context';
import { DETAIL_RANGE, FILTERS_RANGE } from '../state/layout';
import { useFiltersShown } from '../state/filters-shown';
import { isFiltered } from '../state/query';
import { DetailPane } from './detail-pane';

/** Filters, list and item beside one another; below one another where there is little room. */
export function Browse({ set }: { readonly set: AuditSet }) {
  const { layout, resize, rows } = useModel();
  const { filtersWidth, detailShare, multiples } = useStore(layout, (value) => value);
  const filters = useFiltersShown();
  const failure = useStore(rows.view, (view) => view.failure);
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
        {multiples ? <Multiples /> : null}
        {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={rows.retry} />}
        <Listed set={set} box={list} onRead={() => detail.current?.focus()} />
      </div>
      <Splitter
        label="Width of the item"
        value={Math.round(100 * detailShare)}
        range={[100 * DETAIL_RANGE[0], 100 * DETAIL_RANGE[1]]}
        // To the right makes the item narrower.
        step={-2}
        at={(x) => 100 * shareAt(x)}
        onChange={(share) => resize({ detailShare: share / 100 })}
      />
      <DetailPane set={set} box={detail} onLeave={toList} />
    </div>
  );
}

interface ListedProps {
  readonly set: AuditSet;
  readonly box: preact.RefObject<HTMLDivElement | null>;
  readonly onRead: () => void;
}

/** The list, or why it is empty. */
function Listed({ set, box, onRead }: ListedProps) {
  const { rows, state, change } = useModel();
  const { pages, waiting } = useStore(rows.view, (view) => view);
  const { filter } = useStore(state, (value) => value);
  if (pages.total === 0 && !waiting) {
    if (isFiltered(filter))
      return (
        <EmptyState icon="filter" title="No item matches the filters">
          <Button onClick={() => change({ filter: {} })}>Clear the filters</Button>
        </EmptyState>
      );
    return (
      <EmptyState icon="pass" title="No failures">
        <p>
          {set.unjudged === set.rows
            ? 'None of the answers can be judged: there is no gold answer, or no response.'
            : 'Every answer that could be judged is right.'}
        </p>
        <Button onClick={() => change({ filter: { outcome: 'all' } })}>Show all items</Button>
      </EmptyState>
    );
  }
  return (
    <div class="listed">
      <ListHead />
      <List box={box} longest={longest(pages.known)} onRead={onRead} />
    </div>
  );
}

/** The longest trace among the rows that are known: bars are compared with their neighbours. */
function longest(
  known: ReadonlyMap<number, { readonly rows: readonly { readonly length: number }[] }>,
): number {
  let most = 1;
  for (const { rows } of known.values()) for (const { length } of rows) most = Math.max(most, length);
  return most;
}
