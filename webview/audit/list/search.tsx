import type { RefObject } from 'preact';
import { SearchBox, useStore } from '../../kit';
import { useModel } from '../state/context';

interface SearchProps {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Escape or Enter: the reader goes on to the list. */
  readonly onLeave: () => void;
}

/** Searches question, response, gold and id. */
export function Search({ box, onLeave }: SearchProps) {
  const { state, filter } = useModel();
  const text = useStore(state, (value) => value.filter.text ?? '');
  return (
    <SearchBox
      text={text}
      label="Search in question, response, gold and id"
      onSearch={(next) => filter({ text: next })}
      box={box}
      onLeave={onLeave}
    />
  );
}
