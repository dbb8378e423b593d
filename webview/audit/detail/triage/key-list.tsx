import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LABEL_NAMES, LABELS } from '../../../../src/protocol/audit';
import { Button } from '../../../kit';
import { COMMANDS } from './keys';

const KEYS: readonly (readonly [string, string])[] = [
  ...LABEL_NAMES.map((name) => [LABELS[name].key, `label: ${LABELS[name].title}`] as const),
  ['a to i', 'what kind, after a label that has kinds'],
  ...Object.entries(COMMANDS).map(([key, { words }]) => [key, words] as const),
  ['+ and -', 'zoom, on the image; the arrows move it, f shows all of it or its own pixels'],
];

/** All keys of the detail, as a dialog. */
export function KeyList({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="key-list"
      aria-label="Keys"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // Keys of the page do nothing while they are read about.
        event.stopPropagation();
        if (event.key !== 'Escape' && event.key !== '?') return;
        event.preventDefault();
        onClose();
      }}
    >
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose}>Close</Button>
    </dialog>
  );
}
