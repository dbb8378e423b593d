import { stratifiedSample } from '../../audit';
import type { TriageAnswer, TriageRequest } from '../../protocol';
import type { SetStore } from '../store/set-store';

/**
 * The next item that an annotator has not labelled: among those of the filter, or of a sample of these that is
 * stratified by data set and the judge's (else the arms') label. The sample is the same for every annotator.
 */
export async function triage(
  store: SetStore,
  { annotator, filter, sample, after }: Omit<TriageRequest, 'set'>,
): Promise<TriageAnswer> {
  const found = await store.select({ filter, order: 'source', descending: false });
  const order = sample === undefined ? found : sampleOf(store, found, sample);
  const isDone = (index: number): boolean =>
    store.verdicts.people(index).some((label) => label.annotator === annotator);
  let done = 0;
  for (const index of order) if (isDone(index)) done += 1;
  const start = after === undefined ? 0 : order.indexOf(after) + 1;
  for (let at = start; at < order.length; at += 1) {
    const index = order[at] ?? 0;
    if (!isDone(index)) return { next: index, done, of: order.length };
  }
  return { done, of: order.length };
}

function sampleOf(store: SetStore, found: Int32Array, n: number): readonly number[] {
  const { columns, verdicts } = store;
  const { judge, counterfactual } = verdicts.labels;
  const strata = Array.from(found, (index) => {
    const label = (judge[index] ?? 0) > 0 ? judge[index] : counterfactual[index];
    return (columns.dataset.codes[index] ?? 0) * 256 + (label ?? 0);
  });
  return stratifiedSample(strata, n).flatMap((place) => found[place] ?? []);
}
