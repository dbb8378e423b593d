import { useEffect, useRef, useState } from 'preact/hooks';
import type { DashboardCall, MonitorFailure, MonitorParams, MonitorResult } from '../../src/protocol/runs';
import { ask, failureOf } from './ask';
import { refresher, type Refresher } from './refresher';

/** An answer so far. The last value stays while it is asked for anew, also when that fails. */
export interface Asked<C extends DashboardCall> {
  readonly value?: MonitorResult<C>;
  readonly failure?: MonitorFailure;
  /** Nothing has been answered yet. */
  readonly pending: boolean;
}

/** Times between two asks of the same thing, in ms. */
const INTERVAL = 400;

/**
 * Asks when shown, when `params` change and when `revision` does; not at all without params. Other params forget the
 * old value; a new revision keeps it until the new one is here.
 */
export function useAsk<C extends DashboardCall>(
  call: C,
  params: MonitorParams<C> | undefined,
  revision: number | string = 0,
): Asked<C> & { readonly retry: () => void } {
  const key = params === undefined ? undefined : JSON.stringify(params);
  const [asked, setAsked] = useState<Asked<C> & { readonly key?: string | undefined }>({ pending: true });
  const running = useRef<Refresher>(undefined);

  useEffect(() => {
    if (params === undefined) return undefined;
    let current = true;
    const fetch = (): Promise<void> =>
      ask(call, params).then(
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
    const mine = refresher(fetch, INTERVAL);
    running.current = mine;
    return () => {
      current = false;
      mine.stop();
    };
  }, [call, key]);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else running.current?.poke();
  }, [revision]);

  const retry = (): void => running.current?.poke();
  return asked.key === key && key !== undefined ? { ...asked, retry } : { pending: key !== undefined, retry };
}
