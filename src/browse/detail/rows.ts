import type { ItemRow } from '../../protocol';
import { CHANGE_NAMES, type ChangeColumn } from '../query/data';
import { OUTCOME } from '../store/columns';
import type { SetStore } from '../store/set-store';
import type { RowTexts } from '../store/texts';

/** Items as a list shows them, in the order of the indices. */
export async function listRows(
  store: SetStore,
  indices: readonly number[],
  changes?: ChangeColumn,
): Promise<readonly ItemRow[]> {
  const texts = await store.texts.rows(indices);
  return indices.flatMap((index) => {
    const text = texts.get(index);
    return text === undefined ? [] : [toRow(store, index, text, changes)];
  });
}

function toRow(store: SetStore, index: number, texts: RowTexts, changes: ChangeColumn | undefined): ItemRow {
  const { columns, verdicts } = store;
  const outcome = columns.outcome[index];
  const k = columns.k[index] ?? 1;
  const change = CHANGE_NAMES[(changes?.codes[index] ?? 0) - 1];
  return {
    index,
    ...texts,
    dataset: columns.dataset.names[columns.dataset.codes[index] ?? 0] ?? '',
    capability: columns.capability.names[columns.capability.codes[index] ?? 0] ?? '',
    correct: outcome === OUTCOME.unjudged ? null : outcome === OUTCOME.right,
    length: columns.length[index] ?? 0,
    images: columns.images[index] ?? 0,
    verdicts: verdicts.of(index),
    ...(k > 1 ? { passRate: (columns.right[index] ?? 0) / k } : {}),
    ...(change === undefined ? {} : { change }),
  };
}
