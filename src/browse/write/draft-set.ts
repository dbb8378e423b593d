import { Refusal, type AuditFilter, type AuditResult } from '../../protocol';
import { pictureOf } from '../../results';
import { SetStore } from '../store/set-store';
import { draftRows } from './draft';

/** Writes the items of a set that a filter finds as training rows, as `draftRows` does for an open one. */
export async function draftSet(
  dir: string,
  filter: AuditFilter,
  output: string,
): Promise<AuditResult<'draftRows'>> {
  const store = await SetStore.open(dir);
  try {
    const found = await store.select({ filter, order: 'source', descending: false });
    if (found.length === 0)
      throw new Refusal('The audit has no failures that fit', 'Ask for other data sets, labels or words.');
    return await draftRows(store, found, output, pictureOf);
  } finally {
    await store.close();
  }
}
