import type { ComponentChildren, RefObject } from 'preact';
import { useCallback, useEffect, useId, useRef } from 'preact/hooks';
import { formatCount } from '../format';
import { useLongRows } from '../long-rows';
import { useStore } from '../store';
import type { Cursor } from './cursor';
import { listKey, listKeyWords, type MoveLetters } from './keys';
import { rowAt, type Indexed } from './pages';
import type { Rows } from './rows';

/** CSS pixels; the style sheet holds rows to it. */
export const ROW_HEIGHT = 44;

interface LongListProps<Q, R extends Indexed> {
  readonly box: RefObject<HTMLDivElement | null>;
  /** What its rows are called: `Items`. */
  readonly name: string;
  readonly rows: Rows<Q, R>;
  readonly cursor: Cursor<Q>;
  readonly selected: number | undefined;
  readonly letters: MoveLetters;
  /** Further keys in words, a sentence. */
  readonly moreKeys?: string;
  /** A key that moves nowhere; true when it meant something. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** Enter: the reader goes on to the item itself. */
  readonly onRead: () => void;
  /** The cells of a row. */
  readonly children: (row: R) => ComponentChildren;
}

/** The rows of a query, up to millions; only those in view exist, and they are loaded as they come into view. */
export function LongList<Q, R extends Indexed>(props: LongListProps<Q, R>) {
  const { box, name, rows, cursor, selected, letters, moreKeys, onKey, onRead, children } = props;
  const { pages, waiting } = useStore(rows.view, (view) => view);
  const { place, jump } = useStore(cursor.at, (at) => at);
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
    const meant = listKey(event, total, fit, letters);
    if (meant === undefined) {
      if (onKey?.(event) === true) event.preventDefault();
      return;
    }
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
    }
  };

  return (
    <div
      ref={box}
      class={`item-list${waiting ? ' waiting' : ''}`}
      role="listbox"
      tabIndex={0}
      aria-label={`${name}: ${formatCount(total)}`}
      aria-description={[listKeyWords(letters), moreKeys].filter(Boolean).join(' ')}
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
            <ListRow
              key={at}
              id={`${id}-${at}`}
              place={at}
              total={total}
              top={at * ROW_HEIGHT - offset}
              selected={row === undefined ? at === place : row.index === selected}
              onChoose={choose}
            >
              {row === undefined ? <span class="item-loading">…</span> : children(row)}
            </ListRow>
          );
        })}
      </div>
    </div>
  );
}

interface ListRowProps {
  readonly id: string;
  readonly place: number;
  readonly total: number;
  /** From the top of the content, CSS pixels. */
  readonly top: number;
  readonly selected: boolean;
  readonly onChoose: (place: number) => void;
  readonly children: ComponentChildren;
}

const ListRow = ({ id, place, total, top, selected, onChoose, children }: ListRowProps) => (
  <div
    id={id}
    class={`item-row${selected ? ' selected' : ''}`}
    role="option"
    aria-selected={selected}
    aria-posinset={place + 1}
    aria-setsize={total}
    style={{ transform: `translateY(${top}px)` }}
    onClick={() => onChoose(place)}
  >
    {children}
  </div>
);
