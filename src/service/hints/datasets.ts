import type { InlayHint } from 'vscode-languageserver-types';
import { child } from '../../language';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import { behindKey, hintAt } from './hint';

/** Rows behind each dataset's train file, as the last plans counted them. */
export function datasetHints({ tree, source, uri, checked }: Snapshot, known: Known): readonly InlayHint[] {
  const datasets = child(tree, 'datasets');
  if (datasets?.kind !== 'map') return [];
  const rows = new Map<string, string>();
  for (const variant of [undefined, ...checked.base.variants]) {
    for (const { summary } of known.stages(uri, variant) ?? []) {
      for (const { label, value } of summary.sections.find(({ id }) => id === 'rows')?.lines ?? []) {
        // `40 of 1,204 rows` where a condition drops some.
        if (!rows.has(label)) rows.set(label, value.split(' of ').at(-1) ?? value);
      }
    }
  }
  return [...datasets.entries.values()].flatMap((entry) => {
    const { key, keySpan, value } = entry;
    const train = child(value, 'train');
    const words = rows.get(key);
    // Rows that are made have no file behind which to stand.
    if (train === undefined && words !== undefined && child(value, 'make') !== undefined) {
      return keySpan.source === source ? [hintAt(keySpan, behindKey(entry), words)] : [];
    }
    if (train?.kind !== 'scalar' || train.span.source !== source || words === undefined) return [];
    return [hintAt(train.span, train.span.end, words)];
  });
}
