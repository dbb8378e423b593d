import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from './toolkit';

interface KeyListProps {
  /** Each with what it does. */
  readonly keys: readonly (readonly [key: string, words: string])[];
  readonly onClose: () => void;
}

/** All keys of a page, as a dialog. */
export function KeyList({ keys, onClose }: KeyListProps): JSX.Element {
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
        {keys.map(([key, words]) => (
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
