import { useLayoutEffect, useRef } from 'preact/hooks';
import { isDialogOpen, isTyping } from '../../kit';
import { commandOf, type Command } from './keys';

/** Listens for the question's keys on the whole page: not while somebody types, nor to keys that others have taken. */
export function useKeys(run: (command: Command) => void): void {
  const now = useRef(run);
  now.current = run;
  // At once: a key may follow the question that it is meant for before the next picture is drawn.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const { defaultPrevented, ctrlKey, metaKey, altKey } = event;
      if (defaultPrevented || ctrlKey || metaKey || altKey || isTyping(event) || isDialogOpen()) return;
      const command = commandOf(event.key);
      // What is held down goes on in the list, but says nothing twice.
      if (command === undefined || (event.repeat && command !== 'next' && command !== 'previous')) return;
      event.preventDefault();
      now.current(command);
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}
