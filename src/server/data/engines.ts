import { openDataEngine, type DataEngine } from '../../data';

/** Data engines by the folders they may read. */
export interface Engines {
  use<T>(folders: readonly string[], work: (data: DataEngine) => Promise<T>): Promise<T>;
}

/** Sets of folders kept open: windows have one or two, and each costs a database. */
const MOST_OPEN = 3;

interface Held {
  readonly data: Promise<DataEngine>;
  users: number;
}

/** Engines are opened when first needed; one that has long not been used is closed when another is needed. */
export function openEngines(cache: string | undefined): Engines {
  const held = new Map<string, Held>();
  const closeOldest = (): void => {
    for (const [key, one] of held) {
      if (held.size <= MOST_OPEN) return;
      if (one.users > 0) continue;
      held.delete(key);
      one.data.then((data) => data.close()).catch(() => undefined);
    }
  };
  /** One that could not be opened is tried again with the next question: a full disk may be empty by then. */
  const opened = async (key: string, one: Held): Promise<DataEngine> => {
    try {
      return await one.data;
    } catch (error) {
      if (held.get(key) === one) held.delete(key);
      throw error;
    }
  };
  return {
    async use(folders, work) {
      const key = JSON.stringify([...folders].sort());
      const one: Held = held.get(key) ?? {
        data: openDataEngine({ folders, ...(cache === undefined ? {} : { cache }) }),
        users: 0,
      };
      // A map keeps the order of insertion: what is used last stands last.
      held.delete(key);
      held.set(key, one);
      one.users += 1;
      try {
        return await work(await opened(key, one));
      } finally {
        one.users -= 1;
        closeOldest();
      }
    },
  };
}
