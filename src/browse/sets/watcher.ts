/** Folders at most; beyond that, looking now and then must do. */
const MOST = 64;

/** Says when something in one of some folders (not in their subfolders) may have changed. */
export interface FolderWatcher {
  /** Watches exactly these from now on; what does not exist is passed over. */
  set(folders: Iterable<string>): void;
  close(): Promise<void>;
}

/**
 * One chokidar for all folders. What it tells is a hint to look, never the truth: where the system has no watches left
 * or a network file system tells nothing, looking now and then goes on alone.
 */
export async function openFolderWatcher(onHint: () => void): Promise<FolderWatcher> {
  const { watch } = await import('chokidar');
  let wanted: ReadonlySet<string> = new Set();
  const watcher = watch([], {
    persistent: true,
    ignoreInitial: true,
    depth: 0,
    ignored: (path) => !wanted.has(path),
  });
  watcher.on('raw', onHint);
  watcher.on('error', () => undefined);
  return {
    set(folders) {
      const next = new Set([...folders].slice(0, MOST));
      const gone = [...wanted].filter((folder) => !next.has(folder));
      const added = [...next].filter((folder) => !wanted.has(folder));
      wanted = next;
      if (gone.length > 0) watcher.unwatch(gone);
      if (added.length > 0) watcher.add(added);
    },
    close: () => watcher.close(),
  };
}
