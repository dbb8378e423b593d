import type { RefObject } from 'preact';
import { Button, formatCount, Icon, plural, SearchBox, useStore } from '../../kit';
import { useModel } from '../state/context';

interface ToolbarProps {
  readonly search: RefObject<HTMLDivElement | null>;
  readonly onLeave: () => void;
}

/** How many questions there are, and the search in their texts. */
export function ListToolbar({ search, onLeave }: ToolbarProps) {
  const { state, rows, layout, filter, resize } = useModel();
  const text = useStore(state, (value) => value.filter.text ?? '');
  const isFiltered = useStore(state, (value) => Object.keys(value.filter).length > 0);
  const total = useStore(rows.view, ({ pages }) => pages.total);
  const filters = useStore(layout, (value) => value.filters);
  return (
    <div class="list-toolbar">
      <Button
        appearance="icon"
        label={filters ? 'Hide the filters' : 'Show the filters'}
        expanded={filters}
        onClick={() => resize({ filters: !filters })}
      >
        <Icon name="filter" />
      </Button>
      <SearchBox
        text={text}
        label="Search in question, options, caption, id and source"
        onSearch={(next) => filter({ text: next })}
        box={search}
        onLeave={onLeave}
      />
      <span class="list-total numeric" role="status">
        {total === undefined ? '…' : isFiltered ? `${formatCount(total)} found` : plural(total, 'question')}
      </span>
    </div>
  );
}
