import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Label } from '../../../../src/protocol/audit';
import { isTyping } from '../../../kit';
import { keyAct, type Command, type KeyAct } from './keys';

export interface KeyActs {
  readonly label: (label: Label) => void;
  readonly subtype: (subtype: string) => void;
  readonly command: (command: Command) => void;
}

/**
 * Listens for the detail's keys on the whole page: not while somebody types, nor to keys that others have taken. With
 * `first` the letters of what is offered are heard before anybody else hears them.
 */
export function useKeys(offered: readonly string[], first: boolean, acts: KeyActs): void {
  const now = useRef({ offered, first, acts });
  now.current = { offered, first, acts };
  // At once: a key may follow the item that it is meant for before the next picture is drawn.
  useLayoutEffect(() => {
    const wantedBy = (event: KeyboardEvent): KeyAct | undefined =>
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.repeat ||
      isTyping(event) ||
      document.querySelector('dialog.key-list[open]') !== null
        ? undefined
        : keyAct(event.key, now.current.offered);
    const early = (event: KeyboardEvent): void => {
      const wanted = now.current.first ? wantedBy(event) : undefined;
      if (wanted?.act !== 'subtype') return;
      event.preventDefault();
      now.current.acts.subtype(wanted.subtype);
    };
    const hear = (event: KeyboardEvent): void => {
      const wanted = wantedBy(event);
      if (wanted === undefined) return;
      event.preventDefault();
      if (wanted.act === 'label') now.current.acts.label(wanted.label);
      else if (wanted.act === 'subtype') now.current.acts.subtype(wanted.subtype);
      else now.current.acts.command(wanted.act);
    };
    document.addEventListener('keydown', early, { capture: true });
    document.addEventListener('keydown', hear);
    return () => {
      document.removeEventListener('keydown', early, { capture: true });
      document.removeEventListener('keydown', hear);
    };
  }, []);
}
