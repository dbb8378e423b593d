type Callback = (reason: Error) => void;

/** Why a signal was aborted: an error, whatever was given. */
export const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException('It was stopped.', 'AbortError');

const hubs = new WeakMap<AbortSignal, Set<Callback>>();

/**
 * Calls back when a signal aborts (at once when it has). Returns what takes the callback back. Ten thousand waiters of
 * one signal are one listener of it: Node warns of more than ten, and `AbortSignal.any` keeps what it no longer needs.
 */
export function onAbort(signal: AbortSignal | undefined, callback: Callback): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) {
    callback(reasonOf(signal));
    return () => undefined;
  }
  let hub = hubs.get(signal);
  if (hub === undefined) {
    const fresh = new Set<Callback>();
    hub = fresh;
    hubs.set(signal, fresh);
    signal.addEventListener(
      'abort',
      () => {
        const all = [...fresh];
        fresh.clear();
        for (const one of all) one(reasonOf(signal));
      },
      { once: true },
    );
  }
  hub.add(callback);
  return () => void hub.delete(callback);
}

/** Resolves after `ms` milliseconds; rejects with the reason of the first signal that aborts. */
export function pause(ms: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      for (const off of offs) off();
      resolve();
    }, ms);
    const offs: (() => void)[] = [];
    for (const signal of signals) {
      offs.push(
        onAbort(signal, (reason) => {
          clearTimeout(timer);
          for (const off of offs) off();
          reject(reason);
        }),
      );
    }
  });
}
