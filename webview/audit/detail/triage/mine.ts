import type { ItemDetail, ItemIndex, Label } from '../../../../src/protocol/audit';

/** What one person says of an item; null: nothing. */
export interface Mine {
  readonly label: Label | null;
  readonly subtype?: string;
  readonly note?: string;
}

export const NOTHING_SAID: Mine = { label: null };

/** What the annotator has said of an item, as it is stored. */
export function storedLabel(detail: ItemDetail, annotator: string): Mine {
  const own = detail.details
    .filter(({ method, by }) => method === 'human' && by === annotator)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  return own === undefined
    ? NOTHING_SAID
    : {
        label: own.label,
        ...(own.subtype === undefined ? {} : { subtype: own.subtype }),
        ...(own.note === undefined ? {} : { note: own.note }),
      };
}

/** Labels given here and not yet seen again in what the auditor tells, by item; and how to take the last ones back. */
export interface Given {
  readonly labels: ReadonlyMap<
    ItemIndex,
    { readonly mine: Mine; readonly turn: number; readonly stored: boolean }
  >;
  /** Newest last: an item and what was said of it before. */
  readonly past: readonly { readonly index: ItemIndex; readonly before: Mine; readonly turn: number }[];
}

export const NONE_GIVEN: Given = { labels: new Map(), past: [] };

/** How many labels can be taken back. */
const MOST_PAST = 200;

/** A label is given: shown at once. A subtype or note for the same label is no step of its own to take back. */
export function give(given: Given, index: ItemIndex, mine: Mine, before: Mine, turn: number): Given {
  const labels = new Map(given.labels).set(index, { mine, turn, stored: false });
  const last = given.past.at(-1);
  const refines = last?.index === index && before.label === mine.label;
  return {
    labels,
    past: refines ? given.past : [...given.past, { index, before, turn }].slice(-MOST_PAST),
  };
}

/** It is stored: once the item comes anew it speaks for itself. */
export function settle(given: Given, index: ItemIndex, turn: number): Given {
  const entry = given.labels.get(index);
  if (entry?.turn !== turn) return given;
  return { ...given, labels: new Map(given.labels).set(index, { ...entry, stored: true }) };
}

/** It could not be stored: as before, unless another label has been given since. */
export function rollBack(given: Given, index: ItemIndex, before: Mine, turn: number): Given {
  if (given.labels.get(index)?.turn !== turn) return given;
  return {
    labels: new Map(given.labels).set(index, { mine: before, turn, stored: true }),
    past: given.past.filter((step) => step.turn !== turn),
  };
}

/** The item came anew: what is stored is no longer remembered here. */
export function refresh(given: Given, index: ItemIndex): Given {
  if (given.labels.get(index)?.stored !== true) return given;
  const labels = new Map(given.labels);
  labels.delete(index);
  return { ...given, labels };
}
