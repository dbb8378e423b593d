import type { MonitorFailure } from '../../protocol';

/** Calls by their names: what each is given, and what it answers. */
export type CallMap<M> = { readonly [C in keyof M]: { readonly params: unknown; readonly result: unknown } };
export type ParamsOf<M extends CallMap<M>, C extends keyof M> = M[C]['params'];
export type ResultOf<M extends CallMap<M>, C extends keyof M> = M[C]['result'];

/** Asks a process; rejects where it refuses, fails or is gone. */
export type Ask<M extends CallMap<M>> = <C extends keyof M & string>(
  call: C,
  params: ParamsOf<M, C>,
) => Promise<ResultOf<M, C>>;

/** An answer that is still to come. */
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Calls to one life of a process: numbers them and brings each answer to who asked. */
export interface Callbook<M extends CallMap<M>> {
  readonly ask: Ask<M>;
  answer(id: number, result: unknown): void;
  fail(id: number, failure: MonitorFailure): void;
  /** No answer will come any more. */
  close(error: Error): void;
}

/** `toError` makes what a caller catches of a failure. Answers to nobody are passed over. */
export function callbook<M extends CallMap<M>>(
  send: (message: { readonly id: number; readonly call: string; readonly params: unknown }) => Promise<void>,
  toError: (failure: MonitorFailure) => Error,
): Callbook<M> {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let closed: Error | undefined;
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  return {
    ask: <C extends keyof M & string>(call: C, params: ParamsOf<M, C>) =>
      new Promise<ResultOf<M, C>>((resolve, reject) => {
        if (closed !== undefined) {
          reject(closed);
          return;
        }
        const id = (last += 1);
        waiting.set(id, { resolve: (result) => resolve(result), reject });
        send({ id, call, params }).catch((error: unknown) =>
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
