import type { MonitorFailure, SamplesRequest } from '../../../src/protocol/runs';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ask, failureOf, refresher, type Refresher } from '../../kit';
import { EMPTY_SHELF, missing, PAGE, shelve, type Shelf } from './shelf';
import type { SampleFilter } from './texts';

interface Held {
  readonly key: string;
  readonly shelf: Shelf;
  readonly failure?: MonitorFailure;
}

export interface UsedShelf extends Shelf {
  readonly failure?: MonitorFailure;
  readonly retry: () => void;
  /** Loads what is missing of these rows of the list; resolves when that was tried. */
  readonly need: (first: number, end: number) => Promise<Shelf>;
}

/** Time between two looks for newer samples, in ms. */
const INTERVAL = 400;

/** The samples of a run that pass a filter, newest first, loaded as they are looked at and kept up to date. */
export function useShelf(run: string, filter: SampleFilter, revision: number): UsedShelf {
  const request: Omit<SamplesRequest, 'offset' | 'count'> = {
    run,
    ...(filter.stage === undefined ? {} : { stage: filter.stage }),
    ...(filter.search.trim() === '' ? {} : { search: filter.search.trim() }),
    ...(filter.outcome === undefined ? {} : { outcome: filter.outcome }),
  };
  const key = JSON.stringify(request);
  const [, draw] = useState(0);
  // What is held is a ref, so that a search over many pages sees each answer at once.
  const held = useRef<Held>({ key, shelf: EMPTY_SHELF });
  if (held.current.key !== key) held.current = { key, shelf: EMPTY_SHELF };
  const newest = useRef<Refresher>(undefined);
  const asking = useRef<Promise<Shelf>>(undefined);

  const fetch = useCallback(
    async (offset: number, count: number): Promise<Shelf> => {
      try {
        const answer = await ask('samples', { ...request, offset, count });
        if (held.current.key === key)
          held.current = { key, shelf: shelve(held.current.shelf, offset, answer) };
      } catch (error) {
        if (held.current.key === key) held.current = { ...held.current, failure: failureOf(error) };
      }
      draw((drawn) => drawn + 1);
      return held.current.shelf;
    },
    [key],
  );

  useEffect(() => {
    const mine = refresher(async () => {
      await fetch(0, PAGE);
    }, INTERVAL);
    newest.current = mine;
    return () => mine.stop();
  }, [fetch]);

  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else newest.current?.poke();
  }, [revision]);

  const need = useCallback(
    async (from: number, end: number): Promise<Shelf> => {
      await asking.current;
      const gap = missing(held.current.shelf, from, end);
      if (gap === undefined || held.current.failure !== undefined) return held.current.shelf;
      asking.current = fetch(gap.offset, gap.count).finally(() => {
        asking.current = undefined;
      });
      return asking.current;
    },
    [fetch],
  );

  const { shelf, failure } = held.current;
  return {
    ...shelf,
    ...(failure === undefined ? {} : { failure }),
    retry: () => newest.current?.poke(),
    need,
  };
}
