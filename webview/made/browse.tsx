import { Button, EmptyState, ErrorBanner, LongList, Panes, useStore } from '../kit';
import { DetailPane } from './detail/pane';
import { FilterChips } from './filters/chips';
import { Filters } from './filters/filters';
import { Funnel } from './funnel/funnel';
import { ListToolbar } from './list/toolbar';
import { Cells } from './list/row';
import { useModel } from './state/context';

/** `k` keeps here, so the letters that move are those beside one another. */
const LETTERS = { next: 'j', previous: 'l' };

/** The funnel above filters, list and question. */
export function Browse() {
  const { layout, resize, rows, set } = useModel();
  const widths = useStore(layout, (value) => value);
  const failure = useStore(rows.view, (view) => view.failure);
  const manifest = useStore(set, (value) => value?.manifest);
  return (
    <div class="browse">
      {manifest === undefined ? null : <Funnel funnel={manifest.funnel} />}
      <Panes
        widths={widths}
        onResize={resize}
        what="question"
        filters={widths.filters ? <Filters /> : null}
        list={({ search, list, toList, toDetail }) => (
          <>
            <ListToolbar search={search} onLeave={toList} />
            <FilterChips />
            {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={rows.retry} />}
            <Listed box={list} onRead={toDetail} />
          </>
        )}
        detail={({ detail, toList }) => <DetailPane box={detail} onLeave={toList} />}
      />
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
