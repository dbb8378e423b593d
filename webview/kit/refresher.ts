/** Keeps something up to date: `poke` says that it may be stale. */
export interface Refresher {
  poke(): void;
  stop(): void;
}

/**
 * Fetches at once, and again after each poke: never two at a time, never more often than every `interval` ms, and not
 * while the page is hidden. Many pokes in between are one. `fetch` tells its own failures; `false`: there was
 * nothing to fetch, so the next poke need not wait.
 */
export function refresher(fetch: () => Promise<unknown>, interval: number): Refresher {
  let stale = true;
  let busy = false;
  let stopped = false;
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const go = (): void => {
    if (!stale || busy || stopped || timer !== undefined || document.hidden) return;
    const wait = last + interval - performance.now();
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        go();
      }, wait);
      return;
    }
    stale = false;
    busy = true;
    last = performance.now();
    void fetch().then((done) => {
      busy = false;
      if (done === false) last = -Infinity;
      go();
    });
  };
  document.addEventListener('visibilitychange', go);
  go();
  return {
    poke: () => {
      stale = true;
      go();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', go);
    },
  };
}
