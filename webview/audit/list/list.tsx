import { GROUPINGS } from '../../../src/protocol/audit';
import type { RefObject } from 'preact';
import { LongList, useStore } from '../../kit';
import { useModel } from '../state/context';
import { Cells } from './row';
import './list.css';

interface ListProps {
  readonly box: RefObject<HTMLDivElement | null>;
  /** The length that fills a row's bar, tokens. */
  readonly longest: number;
  /** Enter: the reader goes on to the item itself. */
  readonly onRead: () => void;
}

const LETTERS = { next: 'j', previous: 'k' };

/** The items of the query. */
export function List({ box, longest, onRead }: ListProps) {
  const { rows, cursor, state, change } = useModel();
  const selected = useStore(state, (value) => value.selected);
  const group = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => {
    if (key !== 'g' || ctrlKey || metaKey || altKey) return false;
    const next = GROUPINGS[(GROUPINGS.indexOf(state.get().grouping) + 1) % GROUPINGS.length];
    if (next !== undefined) change({ grouping: next });
    return true;
  };
  return (
    <LongList
      box={box}
      name="Items"
      rows={rows}
      cursor={cursor}
      selected={selected}
      letters={LETTERS}
      moreKeys="g changes the grouping."
      onKey={group}
      onRead={onRead}
    >
      {(row) => <Cells row={row} longest={longest} />}
    </LongList>
  );
}
