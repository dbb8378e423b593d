import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HandDecision, MadeItem } from '../../../src/protocol/made';
import { Button, Icon } from '../../kit';

interface HandBarProps {
  readonly item: MadeItem;
  readonly note: RefObject<HTMLInputElement | null>;
  readonly onDecide: (decision: HandDecision | null) => void;
  /** What came of the last word. */
  readonly said: string;
}

const LONGEST_NOTE = 10_000;

/** Keeps or drops the question by hand, with a note; Enter in the note says again what was said. */
export function HandBar({ item, note, onDecide, said }: HandBarProps) {
  const [typed, setTyped] = useState(item.note ?? '');
  useEffect(() => setTyped(item.note ?? ''), [item.index, item.note]);
  if (item.question === '') return null;
  return (
    <div class="hand-bar" role="group" aria-label="By hand">
      <Button pressed={item.hand === 'keep'} onClick={() => onDecide('keep')}>
        <Icon name="pass" /> Keep <kbd>k</kbd>
      </Button>
      <Button pressed={item.hand === 'drop'} onClick={() => onDecide('drop')}>
        <Icon name="circle-slash" /> Drop <kbd>d</kbd>
      </Button>
      <input
        ref={note}
        class="hand-note"
        type="text"
        maxLength={LONGEST_NOTE}
        aria-label="Note"
        placeholder="Note ( n )"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          if (event.key === 'Enter' && item.hand !== undefined) onDecide(item.hand);
          event.currentTarget.blur();
        }}
      />
      {item.hand === undefined ? null : (
        <Button appearance="icon" label="Take it back (u)" onClick={() => onDecide(null)}>
          <Icon name="discard" />
        </Button>
      )}
      <span class="hand-said muted" role="status">
        {said}
      </span>
    </div>
  );
}
