import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a file to change; `next` also returns after the polling interval, for file systems that tell nothing. */
export interface ChangeWatch {
  next(): Promise<void>;
  close(): Promise<void>;
}

/** How often to look without being told: network file systems report no changes. */
export const POLL_MS = 500;

/** Watches one file with chokidar where that works, and polls in any case. The file need not exist yet. */
export async function watchFile(path: string, signal?: AbortSignal): Promise<ChangeWatch> {
  let changed = false;
  let wake: (() => void) | undefined;
  const notice = () => {
    changed = true;
    wake?.();
  };
  signal?.addEventListener('abort', notice);
  const { watch } = await import('chokidar');
  const watcher = watch(path, { persistent: true, ignoreInitial: true });
  // Out of watches (ENOSPC of inotify) and the like: polling goes on alone.
  watcher.on('all', notice).on('error', () => undefined);
  return {
    async next() {
      if (!changed && signal?.aborted !== true) {
        const timer = new AbortController();
        await Promise.race([
          new Promise<void>((resolve) => (wake = resolve)),
          sleep(POLL_MS, undefined, { signal: timer.signal }).catch(() => undefined),
        ]);
        timer.abort();
      }
      wake = undefined;
      changed = false;
    },
    async close() {
      signal?.removeEventListener('abort', notice);
      await watcher.close();
    },
  };
}
