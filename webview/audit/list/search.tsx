import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Icon, TextField, useStore } from '../../kit';
import { useModel } from '../state/context';
import { MOST_TEXT } from '../state/kept';

/** Time without typing after which is searched, ms. */
const QUIET = 150;

interface SearchProps {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Escape or Enter: the reader goes on to the list. */
  readonly onLeave: () => void;
}

/** Searches question, response, gold and id. */
export function Search({ box, onLeave }: SearchProps) {
  const { state, filter } = useModel();
  const text = useStore(state, (value) => value.filter.text ?? '');
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What was searched for last from here: it must not take back what has been typed since. */
  const sent = useRef(text);
  useEffect(() => {
    if (text === sent.current) return;
    sent.current = text;
    setTyped(text);
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (next: string): void => {
    clearTimeout(timer.current);
    const words = next.slice(0, MOST_TEXT);
    sent.current = words;
    if (words !== (state.get().filter.text ?? '')) filter({ text: words });
  };
  return (
    <div
      class="list-search"
      role="search"
      ref={box}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        if (event.key === 'Escape' && typed !== '') {
          setTyped('');
          search('');
          return;
        }
        search(typed);
        onLeave();
      }}
    >
      <TextField
        value={typed}
        label="Search in question, response, gold and id"
        placeholder="Search ( / )"
        onInput={(next) => {
          setTyped(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => search(next), QUIET);
        }}
      />
      {typed === '' ? null : (
        <Button
          appearance="icon"
          label="Clear the search"
          onClick={() => {
            setTyped('');
            search('');
          }}
        >
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}
