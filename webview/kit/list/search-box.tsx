import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon';
import { Button, TextField } from '../toolkit';
import { MOST_TEXT } from './most-text';

/** Time without typing after which is searched, ms. */
const QUIET = 150;

interface SearchProps {
  /** What is searched for now. */
  readonly text: string;
  /** What it looks through, for those who do not see it. */
  readonly label: string;
  readonly onSearch: (text: string) => void;
  readonly box: RefObject<HTMLDivElement | null>;
  /** Escape or Enter: the reader goes on to the list. */
  readonly onLeave: () => void;
}

/** A field whose words are searched for once nobody types. */
export function SearchBox({ text, label, onSearch, box, onLeave }: SearchProps) {
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
    if (words !== text) onSearch(words);
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
        label={label}
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
