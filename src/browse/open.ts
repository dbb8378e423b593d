import type { AuditComparison } from '../protocol';
import { SetStore } from './store/set-store';

/** Sets that a command works with; `close` lets go of them. */
export interface OpenSets {
  readonly stores: readonly SetStore[];
  readonly close: () => Promise<void>;
}

/** Opens sets by their folders. Rejects with a `Refusal` when one cannot be read. */
export async function openSets(dirs: readonly string[]): Promise<OpenSets> {
  const stores: SetStore[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(stores.map((store) => store.close()));
  };
  try {
    for (const dir of dirs) stores.push(await SetStore.open(dir));
  } catch (error) {
    await close();
    throw error;
  }
  return { stores, close };
}

/** Compares a set with how it was in another; see `compareColumns`. */
export async function compareSets(dir: string, against: string): Promise<AuditComparison> {
  const { stores, close } = await openSets([dir, against]);
  try {
    const [now, before] = stores as [SetStore, SetStore];
    return await now.compared(before);
  } finally {
    await close();
  }
}
