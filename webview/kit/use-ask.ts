import { useEffect, useRef, useState } from 'preact/hooks';
import type { DashboardCall, MonitorFailure, MonitorParams, MonitorResult } from '../../src/protocol/runs';
import { ask, failureOf } from './ask';
import { refresher, type Refresher } from './refresher';

/** An answer so far. The last value stays while it is asked for anew, also when that fails. */
export interface Answered<T> {
  readonly value?: T;
  readonly failure?: MonitorFailure;
  /** Nothing has been answered yet. */
  readonly pending: boolean;
}

export type Asked<C extends DashboardCall> = Answered<MonitorResult<C>>;

/** Times between two asks of the same thing, in ms. */
const INTERVAL = 400;

/**
 * Fetches when shown, when `key` changes and when `revision` does; not at all without a key. Another key forgets the
 * old value; a new revision keeps it until the new one is here.
 */
export function useAnswer<T>(
  key: string | undefined,
  fetch: () => Promise<T>,
  revision: number | string = 0,
): Answered<T> & { readonly retry: () => void } {
  const [asked, setAsked] = useState<Answered<T> & { readonly key?: string | undefined }>({ pending: true });
  const running = useRef<Refresher>(undefined);

  useEffect(() => {
    if (key === undefined) return undefined;
    let current = true;
    const once = (): Promise<void> =>
      fetch().then(
        (value) => {
          if (current) setAsked({ key, value, pending: false });
        },
        (error: unknown) => {
          if (!current) return;
          const failure = failureOf(error);
          setAsked((old) =>
            old.key === key ? { ...old, failure, pending: false } : { key, failure, pending: false },
          );
        },
      );
    const mine = refresher(once, INTERVAL);
    running.current = mine;
    return () => {
      current = false;
      mine.stop();
    };
  }, [key]);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else running.current?.poke();
  }, [revision]);

  const retry = (): void => running.current?.poke();
  return asked.key === key && key !== undefined ? { ...asked, retry } : { pending: key !== undefined, retry };
}

/** Asks the monitor when shown, when `params` change and when `revision` does; not at all without params. */
export function useAsk<C extends DashboardCall>(
  call: C,
  params: MonitorParams<C> | undefined,
  revision: number | string = 0,
): Asked<C> & { readonly retry: () => void } {
  return useAnswer<MonitorResult<C>>(
    params === undefined ? undefined : `${call} ${JSON.stringify(params)}`,
    () => (params === undefined ? Promise.reject(new Error('nothing is asked')) : ask(call, params)),
    revision,
  );
}
