import type { MonitorCall, MonitorFailure, MonitorParams, MonitorResult, ToMonitor } from '../../protocol';

/** An answer that is still to come. */
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Calls to one life of the monitor: numbers them and brings each answer to who asked. */
export interface MonitorCallbook {
  ask<C extends MonitorCall>(call: C, params: MonitorParams<C>): Promise<MonitorResult<C>>;
  answer(id: number, result: unknown): void;
  fail(id: number, failure: MonitorFailure): void;
  /** No answer will come any more. */
  close(error: Error): void;
}

/** `toError` makes what a caller catches of a failure. Answers to nobody are passed over. */
export function callbook(
  send: (message: ToMonitor) => Promise<void>,
  toError: (failure: MonitorFailure) => Error,
): MonitorCallbook {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let closed: Error | undefined;
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  return {
    ask: <C extends MonitorCall>(call: C, params: MonitorParams<C>) =>
      new Promise<MonitorResult<C>>((resolve, reject) => {
        if (closed !== undefined) {
          reject(closed);
          return;
        }
        const id = (last += 1);
        waiting.set(id, { resolve: (result) => resolve(result as MonitorResult<C>), reject });
        // `call` and `params` belong together by this function's type; the union cannot be told so.
        send({ id, call, params } as unknown as ToMonitor).catch((error: unknown) =>
          take(id)?.reject(error instanceof Error ? error : new Error(String(error))),
        );
      }),
    answer: (id, result) => take(id)?.resolve(result),
    fail: (id, failure) => take(id)?.reject(toError(failure)),
    close: (error) => {
      closed = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
