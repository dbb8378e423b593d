import { GROUPINGS } from '../../../src/protocol/audit';
import type { RefObject } from 'preact';
import { useCallback, useEffect, useId, useRef } from 'preact/hooks';
import { formatCount, useLongRows, useStore } from '../../kit';
import { useModel } from '../state/context';
import { rowAt } from '../state/pages';
import { LIST_KEYS, listKey } from './keys';
import { Row } from './row';
import './list.css';

/** CSS pixels; the style sheet holds rows to it. */
export const ROW_HEIGHT = 44;

interface ListProps {
  readonly box: RefObject<HTMLDivElement | null>;
  /** The length that fills a row's bar, tokens. */
  readonly longest: number;
  /** Enter: the reader goes on to the item itself. */
  readonly onRead: () => void;
}

/** The items of the query; only the rows in view exist, and their texts are loaded as they come into view. */
export function List({ box, longest, onRead }: ListProps) {
  const { rows, cursor, state, change } = useModel();
  const { pages, waiting } = useStore(rows.view, (view) => view);
  const { place, jump } = useStore(cursor.at, (at) => at);
  const selected = useStore(state, (value) => value.selected);
  const total = pages.total ?? 0;
  const id = useId();
  const { first, end, height, offset, fit, reveal } = useLongRows(box, total, ROW_HEIGHT);
  useEffect(() => rows.want(first, end), [rows, first, end, waiting]);
  const seen = useRef(0);
  useEffect(() => {
    if (place === undefined || total === 0 || seen.current === jump) return;
    seen.current = jump;
    reveal(place);
    // Only where the reader goes is scrolled to: labels that come meanwhile move no list.
  }, [jump, place, total, reveal]);
  const choose = useCallback((to: number) => cursor.go(to), [cursor]);

  const press = (event: KeyboardEvent): void => {
    // The item's own keys, such as those of a label's kinds, go first.
    if (event.defaultPrevented) return;
    const meant = listKey(event, total, fit);
    if (meant === undefined) return;
    event.preventDefault();
    switch (meant.kind) {
      case 'go':
        cursor.go(meant.place);
        return;
      case 'move':
        cursor.move(meant.by);
        return;
      case 'read':
        onRead();
        return;
      case 'group': {
        const next = GROUPINGS[(GROUPINGS.indexOf(state.get().grouping) + 1) % GROUPINGS.length];
        if (next !== undefined) change({ grouping: next });
        return;
      }
    }
  };

  return (
    <div
      ref={box}
      class={`item-list${waiting ? ' waiting' : ''}`}
      role="listbox"
      tabIndex={0}
      aria-label={`Items: ${formatCount(total)}`}
      aria-description={LIST_KEYS}
      aria-busy={waiting}
      aria-activedescendant={
        place !== undefined && place >= first && place < end ? `${id}-${place}` : undefined
      }
      onKeyDown={press}
    >
      <div class="item-rows" role="presentation" style={{ height: `${height}px` }}>
        {Array.from({ length: end - first }, (_, i) => {
          const at = first + i;
          const row = rowAt(pages, at);
          return (
            <Row
              key={at}
              id={`${id}-${at}`}
              row={row}
              place={at}
              total={total}
              top={at * ROW_HEIGHT - offset}
              selected={row === undefined ? at === place : row.index === selected}
              longest={longest}
              onChoose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}
