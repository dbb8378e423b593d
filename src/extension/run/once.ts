/** Milliseconds after a start in which the same is taken for the same click: longer than impatience lasts. */
const AFTER_MS = 1000;

/** Does something at a time for each of some keys. */
export type Once = (key: string, work: () => Promise<void>) => Promise<void>;

/**
 * What is asked for again while it is still being done, or was done a moment ago, is not done a second time: clicks on
 * a lens that shows nothing at once come in fives, and each would be a run of hours. Work that failed may be tried
 * again at once.
 */
export function onceAtATime(afterMs: number = AFTER_MS): Once {
  const busy = new Set<string>();
  return async (key, work) => {
    if (busy.has(key)) return;
    busy.add(key);
    try {
      await work();
    } catch (error) {
      busy.delete(key);
      throw error;
    }
    setTimeout(() => busy.delete(key), afterMs).unref();
  };
}

/** For the whole window. */
export const once = onceAtATime();
