import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { printOf } from '../data/kept';
import { lies } from '../data/folders';

/** A file to be watched; nothing above the folder `within`, which it lies in, is ever looked at. */
export interface WatchedFile {
  readonly path: string;
  readonly within: string;
}

/** Watches files of the disk where the editor cannot. */
export interface Watch {
  /**
   * The files to be watched from now on; those that do not exist yet are waited for. Of a new one it is told if it has
   * changed since the moment `since` (ms), in which it was read though nobody watched it yet.
   */
  set(files: readonly WatchedFile[], since: number): void;
  close(): void;
}

/** Milliseconds for a file that is being written to become quiet. */
const SETTLE = 100;

/** Milliseconds by which a file system's clock may lag behind ours. */
const TICK = 20;

/** A name in a folder whose changes may be those of a file. */
interface Spot {
  readonly folder: string;
  readonly name: string;
}

interface Held extends WatchedFile {
  readonly spots: Set<string>;
  /** Size and time when last looked at. */
  print?: string | undefined;
  timer?: NodeJS.Timeout | undefined;
}

interface Folder {
  readonly watcher: FSWatcher;
  /** The files that hang on each name. */
  readonly names: Map<string, Set<Held>>;
}

/**
 * A watch on the folders that the files lie in, one system watch a folder, whatever else it holds and never below it.
 * Of a file that is not there, the nearest folder that is; a folder or a device is not watched at all.
 */
export function openWatch(onChange: (path: string) => void, log: (text: string) => void): Watch {
  const held = new Map<string, Held>();
  const folders = new Map<string, Folder>();
  const isHeld = (one: Held): boolean => held.get(one.path) === one;

  const listen = (one: Held, { folder, name }: Spot): void => {
    const known = folders.get(folder) ?? openFolder(folder);
    if (known === undefined) return;
    const files = known.names.get(name) ?? new Set();
    known.names.set(name, files.add(one));
    one.spots.add(folder);
  };
  const openFolder = (folder: string): Folder | undefined => {
    try {
      const watcher = watch(folder, { persistent: false, recursive: false });
      const made: Folder = { watcher, names: new Map() };
      folders.set(folder, made);
      watcher.on('change', (_event, name) =>
        heard(folder, made, typeof name === 'string' ? name : undefined),
      );
      watcher.on('error', (error) => {
        log(`${folder} is not watched: ${error.message}`);
        closeFolder(folder, made);
      });
      return made;
    } catch (error) {
      log(`${folder} cannot be watched: ${String(error)}`);
      return undefined;
    }
  };
  const closeFolder = (folder: string, one: Folder): void => {
    one.watcher.close();
    if (folders.get(folder) === one) folders.delete(folder);
  };
  /** A change of a name, or of whatever name. */
  const heard = (folder: string, one: Folder, name: string | undefined): void => {
    // Word of the folder itself comes under its own name: it may be gone, and the watch with it.
    const isOwn = name === basename(folder) && !one.names.has(name);
    if (isOwn) closeFolder(folder, one);
    const files = name === undefined || isOwn ? [...one.names.values()].flatMap((all) => [...all]) : [];
    for (const file of new Set([...files, ...(one.names.get(name ?? '') ?? [])])) settle(file);
  };
  const settle = (one: Held): void => {
    if (!isHeld(one)) return;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => void look(one), SETTLE);
  };
  const look = async (one: Held): Promise<void> => {
    await place(one);
    const print = await printOf(one.path);
    if (!isHeld(one) || print === one.print) return;
    one.print = print;
    onChange(one.path);
  };
  /** Listens where the file is now, or would be. */
  const place = async (one: Held): Promise<void> => {
    const spots = await spotsOf(one);
    if (!isHeld(one)) return;
    leave(one);
    for (const spot of spots) listen(one, spot);
    closeUnused();
  };
  const leave = (one: Held): void => {
    for (const folder of one.spots) {
      const names = folders.get(folder)?.names;
      for (const [name, files] of names ?? []) {
        if (files.delete(one) && files.size === 0) names?.delete(name);
      }
    }
    one.spots.clear();
  };
  const closeUnused = (): void => {
    for (const [folder, one] of folders) if (one.names.size === 0) closeFolder(folder, one);
  };
  return {
    set: (files, since) => {
      const wanted = new Map(files.map((file) => [file.path, file]));
      for (const one of held.values()) {
        if (wanted.get(one.path)?.within === one.within) continue;
        clearTimeout(one.timer);
        held.delete(one.path);
        leave(one);
      }
      closeUnused();
      for (const file of wanted.values()) {
        if (held.has(file.path)) continue;
        const one: Held = { ...file, spots: new Set() };
        held.set(file.path, one);
        void printSince(file, since).then((print) => {
          one.print = print;
          // What happens before the watch is there is seen by a second look.
          return look(one);
        });
      }
    },
    close: () => {
      for (const one of held.values()) clearTimeout(one.timer);
      held.clear();
      for (const [folder, one] of folders) closeFolder(folder, one);
    },
  };
}

/** The print that a file had at a moment; one that no file has where it, or a folder that it would be in, is younger. */
async function printSince(file: WatchedFile, since: number): Promise<string | undefined> {
  const print = await printOf(file.path);
  const at = print === undefined ? (await missingSpot(file.path, file.within))?.folder : file.path;
  const changed =
    at === undefined
      ? 0
      : await stat(at).then(
          ({ ctimeMs }) => ctimeMs,
          () => Infinity,
        );
  return changed < since - TICK ? print : 'changed';
}

/** Where changes of a file are seen: in its folder, and in that of the file that it links to. */
async function spotsOf({ path, within }: WatchedFile): Promise<readonly Spot[]> {
  const own: Spot = { folder: dirname(path), name: basename(path) };
  try {
    if (!(await stat(path)).isFile()) return [];
    const [real, root] = await Promise.all([realpath(path), realpath(within)]);
    if (!lies(real, root)) return [];
    const target: Spot = { folder: dirname(real), name: basename(real) };
    return (await realpath(own.folder)) === target.folder && own.name === target.name ? [own] : [own, target];
  } catch {
    const spot = await missingSpot(path, within);
    return spot === undefined ? [] : [spot];
  }
}

/** The first name on the way from `within` to a missing file that is not there. */
async function missingSpot(path: string, within: string): Promise<Spot | undefined> {
  for (let at = path; lies(at, within) && at !== within; at = dirname(at)) {
    const folder = dirname(at);
    const isFolder = await stat(folder).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (!isFolder) continue;
    const [real, root] = await Promise.all([realpath(folder), realpath(within)]).catch(() => ['', '/']);
    return lies(real, root) ? { folder, name: basename(at) } : undefined;
  }
  return undefined;
}
