import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fingerprint } from './fingerprint';
import { fingerprint, sameContent } from './fingerprint';
import { pruneCache } from './prune';

/** Answers about a file's content, kept in memory and, with a folder, on disk. */
export interface Cache {
  /**
   * The kept answer of `kind` for a file, or `make()`'s. `valid` judges an answer read from disk: a cache is a file
   * in the workspace, so it may be torn, old or forged, and is then ignored.
   */
  get<T>(
    kind: string,
    real: string,
    valid: (value: unknown) => value is T,
    make: () => Promise<T>,
    /** Whether an answer is small enough to be written. */
    worth?: (value: T) => boolean,
  ): Promise<T>;
  /** What was last kept under a kind and a name; whoever asks must know how to tell what has become old in it. */
  recall<T>(kind: string, name: string, valid: (value: unknown) => value is T): Promise<T | undefined>;
  remember(kind: string, name: string, value: unknown): Promise<void>;
}

/** Changes when the meaning of cached answers does. */
const VERSION = 2;

export function makeCache(folder: string | undefined): Cache {
  const memory = new Map<string, { readonly print: Fingerprint; readonly value: unknown }>();
  const named = new Map<string, unknown>();
  let isPruned = false;
  const write = async (into: string, file: string, entry: Entry): Promise<void> => {
    await store(into, file, entry);
    if (isPruned) return;
    isPruned = true;
    // Nobody waits for it.
    void pruneCache(into);
  };
  const keyOf = (kind: string, name: string): string =>
    createHash('sha256').update(`${VERSION}\n${kind}\n${name}`).digest('hex').slice(0, 32);
  const fileOf = (key: string): string | undefined =>
    folder === undefined ? undefined : join(folder, `${key}.json`);
  return {
    async get(kind, real, valid, make, worth = () => true) {
      const print = await fingerprint(real);
      const key = keyOf(kind, real);
      const held = memory.get(key);
      if (held !== undefined && sameContent(held.print, print) && valid(held.value)) return held.value;
      const file = fileOf(key);
      const entry = file === undefined ? undefined : await load(file, kind);
      const stored = entry?.print && sameContent(entry.print, print) ? entry.value : undefined;
      if (valid(stored)) {
        memory.set(key, { print, value: stored });
        return stored;
      }
      const value = await make();
      memory.set(key, { print, value });
      if (file !== undefined && folder !== undefined && worth(value))
        await write(folder, file, { kind, print, value });
      return value;
    },
    async recall(kind, name, valid) {
      const key = keyOf(kind, name);
      const file = fileOf(key);
      const value = named.get(key) ?? (file === undefined ? undefined : (await load(file, kind))?.value);
      return valid(value) ? value : undefined;
    },
    async remember(kind, name, value) {
      const key = keyOf(kind, name);
      named.set(key, value);
      const file = fileOf(key);
      if (file !== undefined && folder !== undefined) await write(folder, file, { kind, value });
    },
  };
}

interface Entry {
  readonly kind: string;
  /** Absent where the answer itself says how old it is. */
  readonly print?: Fingerprint;
  readonly value: unknown;
}

async function load(file: string, kind: string): Promise<Partial<Entry> | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as Partial<Entry> | null;
    return entry?.kind === kind ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no reason to fail: the answer is there, only the next check is slower. */
async function store(folder: string, file: string, entry: Entry): Promise<void> {
  const part = `${file}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(part, JSON.stringify(entry));
    await rename(part, file);
  } catch {
    await rm(part, { force: true }).catch(() => undefined);
  }
}
