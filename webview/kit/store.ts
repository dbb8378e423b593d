import { useEffect, useRef, useState } from 'preact/hooks';

/** A value that several parts of a page look at. */
export interface Store<T> {
  get(): T;
  /** Sets the next value and tells those who listen, unless it is the very same. */
  set(next: T | ((old: T) => T)): void;
  subscribe(listener: (value: T) => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set: (next) => {
      const after = typeof next === 'function' ? (next as (old: T) => T)(value) : next;
      if (Object.is(after, value)) return;
      value = after;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A part of a store's value; the component is drawn again when that part is another one. */
export function useStore<T, S>(store: Pick<Store<T>, 'get' | 'subscribe'>, select: (value: T) => S): S {
  const selected = select(store.get());
  const [, draw] = useState(0);
  // What was drawn last, and how it was found: a later drawing may look at another part.
  const drawn = useRef({ selected, select });
  drawn.current = { selected, select };
  useEffect(() => {
    const look = (value: T): void => {
      if (!Object.is(drawn.current.select(value), drawn.current.selected)) draw((count) => count + 1);
    };
    // Something may have changed between drawing and listening.
    look(store.get());
    return store.subscribe(look);
  }, [store]);
  return selected;
}
