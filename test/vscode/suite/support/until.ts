import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * The first value of `ask` that is neither undefined nor false. Throws after `ms` with what was waited for and
 * what `seen` says was there instead.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | PromiseLike<T | undefined | false>,
  { ms = 15_000, seen }: { readonly ms?: number; readonly seen?: () => unknown } = {},
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end)
      throw new Error(
        `${what}: not within ${ms / 1000} s${seen ? `; there was ${JSON.stringify(seen(), null, 2)}` : ''}`,
      );
    await sleep(EVERY_MS);
  }
}
