import { onAbort } from '../abort';

/** What is being asked now, by what is asked: who asks the same meanwhile waits for that answer and pays for none. */
export class Flights<T> {
  private readonly begun = new Map<string, Promise<T>>();

  /**
   * Does the work, unless the same is being done: then its outcome is that one's, failure and all. Only when that one
   * was stopped by whoever began it, it is begun anew. Rejects with the reason of `signal`, too.
   */
  async join(
    key: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
    isStopped: (error: unknown) => boolean,
  ): Promise<{ readonly value: T; readonly shared: boolean }> {
    for (;;) {
      const other = this.begun.get(key);
      if (other === undefined) break;
      try {
        return { value: await unlessAborted(other, signal), shared: true };
      } catch (error) {
        if (signal?.aborted === true || !isStopped(error)) throw error;
      }
    }
    const mine = work();
    this.begun.set(key, mine);
    try {
      return { value: await mine, shared: false };
    } finally {
      this.begun.delete(key);
    }
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const off = onAbort(signal, reject);
    promise.then(resolve, reject).finally(off);
  });
}
