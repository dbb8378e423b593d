import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { isBeforeAsked, type HandDecision, type MadeItem } from '../../../src/protocol/made';
import { Button, Icon } from '../../kit';

interface HandBarProps {
  readonly item: MadeItem;
  readonly note: RefObject<HTMLInputElement | null>;
  readonly onDecide: (decision: HandDecision | null) => void;
  /** Enter in a note of a question of which nothing was said yet: a note alone is not stored. */
  readonly onNoteAlone: () => void;
  /** What came of the last word. */
  readonly said: string;
}

const LONGEST_NOTE = 10_000;

/** Keeps or drops the question by hand, with a note; Enter in the note says again what was said. */
export function HandBar({ item, note, onDecide, onNoteAlone, said }: HandBarProps) {
  const [typed, setTyped] = useState(item.note ?? '');
  // Before the next key: later it would take away what has been typed by then.
  useLayoutEffect(() => setTyped(item.note ?? ''), [item.index, item.note]);
  if (item.question === '') return null;
  if (isBeforeAsked(item.step) && item.hand === undefined)
    return <p class="muted">It fell before any model was asked, so that it cannot be kept by hand.</p>;
  return (
    <div class="hand-bar" role="group" aria-label="By hand">
      <Button icon="pass" pressed={item.hand === 'keep'} onClick={() => onDecide('keep')}>
        Keep <kbd>k</kbd>
      </Button>
      <Button icon="circle-slash" pressed={item.hand === 'drop'} onClick={() => onDecide('drop')}>
        Drop <kbd>d</kbd>
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
          if (event.key === 'Enter') {
            if (item.hand !== undefined) onDecide(item.hand);
            else if (typed.trim() !== '') onNoteAlone();
          }
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
