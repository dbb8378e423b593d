import { parseVerdictLine, verdictDetail } from '../../audit';
import type { VerdictDetail } from '../../protocol';
import type { IndexedItem } from '../../results';
import type { SetStore } from '../store/set-store';

/** Verdicts on an item with what they rest on: of the arms, of the judge, and of every person. */
export async function verdictDetails(store: SetStore, item: IndexedItem): Promise<readonly VerdictDetail[]> {
  const filed = await Promise.all(
    (['counterfactual', 'judge'] as const).map(async (method) => {
      const text = await store.verdicts.line(method, item.index);
      const line = text === undefined ? undefined : parseVerdictLine(method, text);
      // The file may have been replaced since it was read: its line is then another item's.
      if (line?.row !== item.row || line.dataset !== item.dataset) return [];
      return [verdictDetail(line, item)];
    }),
  );
  const people = store.verdicts.people(item.index).flatMap(({ label, subtype, note, annotator, at }) =>
    label === null
      ? []
      : [
          {
            method: 'human' as const,
            label,
            by: annotator,
            at,
            ...(subtype === undefined ? {} : { subtype }),
            ...(note === undefined ? {} : { note }),
          },
        ],
  );
  return [...filed.flat(), ...people];
}
