import { AUDIT_ORDERS } from '../../../src/protocol/audit';
import type { RefObject } from 'preact';
import { Button, Dropdown, formatCount, Icon, Option, plural, useStore } from '../../kit';
import { ORDER_TITLES } from '../parts/titles';
import { useModel } from '../state/context';
import { areStacked, useFiltersShown } from '../state/filters-shown';
import { Search } from './search';

interface ToolbarProps {
  readonly search: RefObject<HTMLDivElement | null>;
  readonly onLeave: () => void;
}

/** How many items there are, in which order, and the search in their texts. */
export function ListToolbar({ search, onLeave }: ToolbarProps) {
  const { state, rows, layout, opened, change, resize } = useModel();
  const { order, descending } = useStore(state, (value) => value);
  const total = useStore(rows.view, ({ pages }) => pages.total);
  const filters = useFiltersShown();
  const multiples = useStore(layout, (value) => value.multiples);
  const all = useStore(opened, (value) => (value.kind === 'open' ? value.set.rows : undefined));
  return (
    <div class="list-toolbar">
      <Button
        appearance="icon"
        label={filters ? 'Hide the filters' : 'Show the filters'}
        expanded={filters}
        onClick={() => resize(areStacked() ? { filtersAbove: !filters } : { filters: !filters })}
      >
        <Icon name="filter" />
      </Button>
      <Button
        appearance="icon"
        label={multiples ? 'Hide the shares by group' : 'Show the shares by group'}
        expanded={multiples}
        onClick={() => resize({ multiples: !multiples })}
      >
        <Icon name="graph" />
      </Button>
      <Search box={search} onLeave={onLeave} />
      <span class="list-total numeric" role="status">
        {total === undefined
          ? '…'
          : all === undefined
            ? plural(total, 'item')
            : `${formatCount(total)} of ${plural(all, 'item')}`}
      </span>
      <span class="list-order">
        <Dropdown
          label="Order"
          value={order}
          onChange={(value) => {
            const next = AUDIT_ORDERS.find((one) => one === value);
            if (next !== undefined) change({ order: next });
          }}
        >
          {AUDIT_ORDERS.map((one) => (
            <Option key={one} value={one}>
              {ORDER_TITLES[one]}
            </Option>
          ))}
        </Dropdown>
        <Button
          appearance="icon"
          label={descending ? 'Descending: change to ascending' : 'Ascending: change to descending'}
          onClick={() => change({ descending: !descending })}
        >
          <Icon name={descending ? 'arrow-down' : 'arrow-up'} />
        </Button>
      </span>
    </div>
  );
}
