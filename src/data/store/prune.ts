import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a cache may come to. */
export interface CacheLimits {
  /** Milliseconds since an answer was written. */
  readonly age: number;
  readonly bytes: number;
}

const DAY = 86_400_000;
export const CACHE_LIMITS: CacheLimits = { age: 30 * DAY, bytes: 200_000_000 };
/** What a writer that died left behind. */
const TORN_AGE = DAY;

/** Files of the cache and nothing else: its folder may hold what others put there. */
const ANSWER = /^[0-9a-f]{32}\.json$/u;
const TORN = /^[0-9a-f]{32}\.json\.\d+\.[0-9a-f]{8}\.tmp$/u;

/** Removes answers that are old and, beyond the size, the oldest ones. What cannot be removed stays; never rejects. */
export async function pruneCache(folder: string, limits = CACHE_LIMITS, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const kept: { readonly path: string; readonly size: number; readonly time: number }[] = [];
  for (const name of names) {
    const age = ANSWER.test(name) ? limits.age : TORN.test(name) ? TORN_AGE : undefined;
    const path = join(folder, name);
    const info = age === undefined ? undefined : await stat(path).catch(() => undefined);
    if (age === undefined || info === undefined) continue;
    if (now - info.mtimeMs > age) await rm(path, { force: true }).catch(() => undefined);
    else kept.push({ path, size: info.size, time: info.mtimeMs });
  }
  let bytes = kept.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of kept.sort((a, b) => a.time - b.time)) {
    if (bytes <= limits.bytes) return;
    bytes -= size;
    await rm(path, { force: true }).catch(() => undefined);
  }
}
