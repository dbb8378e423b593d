import type { FSWatcher } from 'chokidar';

/** Watches files of the disk where the editor cannot. */
export interface Watch {
  /** The files to be watched from now on; those that do not exist yet are waited for. */
  set(files: ReadonlySet<string>): void;
  close(): void;
}

/** Milliseconds for a file that is being written to become quiet. */
const SETTLE = 100;

/** A watch by chokidar, loaded with the first file. */
export function openWatch(onChange: (path: string) => void, log: (text: string) => void): Watch {
  let watched: ReadonlySet<string> = new Set();
  let watcher: Promise<FSWatcher> | undefined;
  let closed = false;
  const start = async (): Promise<FSWatcher> => {
    const { watch } = await import('chokidar');
    const made = watch([], { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: SETTLE } });
    for (const event of ['add', 'change', 'unlink'] as const) made.on(event, (path) => onChange(path));
    made.on('error', (error) => log(`Files cannot be watched: ${String(error)}`));
    return made;
  };
  return {
    set: (files) => {
      const added = [...files].filter((file) => !watched.has(file));
      const gone = [...watched].filter((file) => !files.has(file));
      watched = files;
      if (closed || (added.length === 0 && gone.length === 0)) return;
      watcher ??= start();
      void watcher.then(
        (made) => {
          if (added.length > 0) made.add(added);
          if (gone.length > 0) made.unwatch(gone);
        },
        (error: unknown) => log(`Files cannot be watched: ${String(error)}`),
      );
    },
    close: () => {
      closed = true;
      void watcher?.then((made) => made.close());
    },
  };
}
