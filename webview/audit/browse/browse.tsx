import type { AuditSet } from '../../../src/protocol/audit';
import { Button, EmptyState, ErrorBanner, Panes, useStore } from '../../kit';
import { FilterChips } from '../filters/chips';
import { Filters } from '../filters/filters';
import { List } from '../list/list';
import { ListHead } from '../list/head';
import { ListToolbar } from '../list/toolbar';
import { Multiples } from '../multiples/multiples';
import { useModel } from '../state/context';
import { useFiltersShown } from '../state/filters-shown';
import { isFiltered } from '../state/query';
import { DetailPane } from './detail-pane';

/** Filters, list and item. */
export function Browse({ set }: { readonly set: AuditSet }) {
  const { layout, resize, rows } = useModel();
  const widths = useStore(layout, (value) => value);
  const filters = useFiltersShown();
  const failure = useStore(rows.view, (view) => view.failure);
  return (
    <Panes
      widths={widths}
      onResize={resize}
      what="item"
      filters={filters ? <Filters /> : null}
      list={({ search, list, toList, toDetail }) => (
        <>
          <ListToolbar search={search} onLeave={toList} />
          <FilterChips />
          {widths.multiples ? <Multiples /> : null}
          {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={rows.retry} />}
          <Listed set={set} box={list} onRead={toDetail} />
        </>
      )}
      detail={({ detail, toList }) => <DetailPane set={set} box={detail} onLeave={toList} />}
    />
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
