import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../kit';

/** Characters shown at once: more is drawn when somebody asks for it. */
const FIRST = 3000;

/** What a model or a file says, as it is: a text, never markup. */
export function Said({ text }: { readonly text: string }) {
  const [all, setAll] = useState(false);
  useEffect(() => setAll(false), [text]);
  if (text.trim() === '') return <p class="muted">(empty)</p>;
  const cut = !all && text.length > FIRST;
  return (
    <div class="said">
      {cut ? `${text.slice(0, FIRST)}…` : text}
      {cut ? (
        <button type="button" class="plain-button" onClick={() => setAll(true)}>
          Show all {formatCount(text.length)} characters
        </button>
      ) : null}
    </div>
  );
}
