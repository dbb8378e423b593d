import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, type Piece } from '../../kit';

/** Longer texts open on demand: a runaway response may have a million characters. */
export const SHOWN = 6000;

interface LongTextProps {
  readonly text: string;
  readonly mono?: boolean;
  /** The text again in pieces, of which some are marked. */
  readonly pieces?: readonly Piece[];
}

/** A text from outside, as it is: line breaks kept, nothing of it read as markup. */
export function LongText({ text, mono = false, pieces }: LongTextProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const cut = text.length > SHOWN && !open;
  if (text === '') return <p class="muted">(empty)</p>;
  return (
    <>
      <div class={mono ? 'long-text mono' : 'long-text'}>
        {cut || pieces === undefined
          ? cut
            ? text.slice(0, SHOWN)
            : text
          : pieces.map((piece, i) => (piece.isNew ? <mark key={i}>{piece.text}</mark> : piece.text))}
      </div>
      {cut && (
        <button type="button" class="text-link" onClick={() => setOpen(true)}>
          Show all {formatCount(text.length)} characters
        </button>
      )}
    </>
  );
}
