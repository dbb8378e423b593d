import { figuresOf, itemKey, readControls, readVerdicts } from '../../audit';
import type { AuditFigures } from '../../protocol';
import { tripleOf } from '../verdicts/codes';
import { OUTCOME } from './columns';
import type { SetStore } from './set-store';
import { textOf } from './texts';

/** Ids read at once. */
const PORTION = 50_000;

/** By the codes of `OUTCOME`. */
const CORRECT = [false, true, null] as const;

/** The figures of an open set: from its columns, so that no text is read but the ids of what has a verdict. */
export async function storeFigures(store: SetStore): Promise<AuditFigures> {
  const { columns } = store;
  const { labels } = store.verdicts;
  const failures: number[] = [];
  const items: { key: string; correct: boolean | null; cluster: string }[] = [];
  for (let i = 0; i < columns.rows; i += 1) {
    const outcome = columns.outcome[i];
    if (outcome === OUTCOME.wrong && tripleOf(labels, i) > 0) failures.push(i);
    // Verdicts are looked up by name: what nobody spoke of, and what is no failure, needs none.
    else items.push({ key: '', correct: CORRECT[outcome ?? 0] ?? null, cluster: '' });
  }
  for (let at = 0; at < failures.length; at += PORTION) {
    for (const [i, row] of await store.texts.read(['i', '"row"'], failures.slice(at, at + PORTION))) {
      const index = Number(i);
      const dataset = columns.dataset.names[columns.dataset.codes[index] ?? 0] ?? '';
      const key = itemKey({ dataset, row: textOf(row) });
      const picture = columns.picture[index] ?? 0;
      items.push({ key, correct: false, cluster: picture === 0 ? key : String(picture) });
    }
  }
  return figuresOf({
    items,
    verdicts: await readVerdicts(store.dir),
    controls: await readControls(store.dir),
  });
}

/** Why the arms' shares are withheld (their gate is closed); absent when they are not. */
export async function closedGate(store: SetStore): Promise<string | undefined> {
  const { gate } = await readVerdicts(store.dir);
  return gate?.state === 'closed' || gate?.state === 'absent' ? gate.message : undefined;
}
