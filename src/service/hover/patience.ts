/** How long a hover waits for data before it appears without, in milliseconds. */
export const PATIENCE_MS = 300;

/** What came of a question: an answer, none, or none yet. */
export type Reply<T> =
  { readonly state: 'known'; readonly value: T } | { readonly state: 'unknown' | 'later' };

/** Waits for answers until one common moment, whatever is asked meanwhile. */
export interface Patience {
  ask<T>(answer: Promise<T | undefined>): Promise<Reply<T>>;
  /** Lets the process end before that moment. */
  end(): void;
}

/** Begins to wait, at most until the signal is aborted; `end` it. */
export function patience(milliseconds = PATIENCE_MS, signal?: AbortSignal): Patience {
  let giveUp = (): void => undefined;
  const over = new Promise<{ readonly state: 'later' }>((resolve) => {
    giveUp = () => {
      resolve({ state: 'later' });
    };
  });
  const timer = setTimeout(giveUp, milliseconds);
  signal?.addEventListener('abort', giveUp);
  return {
    ask: <T>(answer: Promise<T | undefined>) =>
      Promise.race<Reply<T>>([
        over,
        answer.then(
          (value): Reply<T> => (value === undefined ? { state: 'unknown' } : { state: 'known', value }),
          (): Reply<T> => ({ state: 'unknown' }),
        ),
      ]),
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    },
  };
}

export const READING = '_reading the data…_';
