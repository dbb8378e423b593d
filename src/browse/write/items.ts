import type { ShortVerdict } from '../../protocol';
import type { IndexedItem } from '../../results';
import type { SetStore } from '../store/set-store';

/** Items whose texts are in memory at once: each look at the file reads whole groups of 8,192 rows. */
const PORTION = 1024;

/** Items of a set in the order of their indices, some at a time; throws the signal's reason once it is aborted. */
export async function* itemsInOrder(
  store: SetStore,
  indices: ArrayLike<number>,
  work?: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number) => void },
): AsyncGenerator<readonly IndexedItem[], void, undefined> {
  for (let at = 0; at < indices.length; at += PORTION) {
    work?.signal.throwIfAborted();
    work?.onProgress(at, indices.length);
    const portion = Array.from(
      { length: Math.min(PORTION, indices.length - at) },
      (_, k) => indices[at + k] ?? 0,
    );
    const found = new Map((await store.texts.items(portion)).map((item) => [item.index, item]));
    yield portion.flatMap((index) => found.get(index) ?? []);
  }
}

/** An item with its verdicts, as an export has it: everything but what only this program needs. */
export function exported(
  item: IndexedItem,
  verdicts: readonly ShortVerdict[],
): Readonly<Record<string, unknown>> {
  const { index: _index, counted: _counted, kind: _kind, ...known } = item;
  return {
    ...known,
    verdicts: Object.fromEntries(verdicts.map(({ method, ...verdict }) => [method, verdict])),
  };
}
