import type { MadeFilter } from '../../protocol';
import type { Dictionary, MadeColumns } from './columns';
import { letterPlace, outcomeOf, SPLIT_NAMES, STEP_NAMES } from './words';

/** All that a query looks at, by question. */
export interface MadeData {
  readonly columns: MadeColumns;
  /** Names of the models, in the manifest's order. */
  readonly models: readonly string[];
  /** 0: nobody said anything; see `HAND_CODES`. */
  readonly hand: Uint8Array;
  /** 1 where the text was found; absent: no text is asked for. */
  readonly hits?: Uint8Array;
}

/** A bit for each field of a filter. */
export const FIELD = {
  decision: 1,
  steps: 2,
  reasons: 4,
  kinds: 8,
  splits: 16,
  outcomes: 32,
  hand: 64,
  rate: 128,
  text: 256,
} as const;

/** Bits of the fields by which the filter leaves question `i` out; 0: it is among what is asked for. */
export type Matcher = (i: number) => number;

/** Makes a filter into tables, so that a question costs a few look-ups. Values that the set does not know match nothing. */
export function matcher(filter: MadeFilter, { columns, models, hand, hits }: MadeData): Matcher {
  const { kept, step, split, reason, kind, outcomes, rate } = columns;
  const wanted = filter.decision === undefined ? -1 : filter.decision === 'kept' ? 1 : 0;
  const steps = listed(filter.steps, STEP_NAMES);
  const splits = listed(filter.splits, SPLIT_NAMES);
  const reasons = inDictionary(filter.reasons, reason);
  const kinds = inDictionary(filter.kinds, kind);
  const letters = outcomeTable(filter, models, outcomes);
  const said = filter.hand === undefined ? -1 : filter.hand ? 1 : 0;
  const { from, to } = filter.rate ?? { from: Number.NaN, to: Number.NaN };
  const rated = filter.rate !== undefined;
  return (i) => {
    let failed = 0;
    if (wanted !== -1 && kept[i] !== wanted) failed |= FIELD.decision;
    if (steps?.[step[i] ?? 0] === 0) failed |= FIELD.steps;
    if (splits?.[split[i] ?? 0] === 0) failed |= FIELD.splits;
    if (reasons?.[reason.codes[i] ?? 0] === 0) failed |= FIELD.reasons;
    if (kinds?.[kind.codes[i] ?? 0] === 0) failed |= FIELD.kinds;
    if (letters?.[outcomes.codes[i] ?? 0] === 0) failed |= FIELD.outcomes;
    if (said !== -1 && (hand[i] === 0 ? 0 : 1) !== said) failed |= FIELD.hand;
    if (rated) {
      const one = rate[i] ?? Number.NaN;
      // Rates are kept with 24 bits: 0.7 is still 0.7 there. What was not measured is in no range.
      if (!(one >= Math.fround(from) && one <= Math.fround(to))) failed |= FIELD.rate;
    }
    if (hits?.[i] === 0) failed |= FIELD.text;
    return failed;
  };
}

/** Indices of what a filter asks for, in the order of the source. */
export function select(filter: MadeFilter, data: MadeData): Int32Array {
  const fails = matcher(filter, data);
  const { rows } = data.columns;
  const found = new Int32Array(rows);
  let n = 0;
  for (let i = 0; i < rows; i += 1) if (fails(i) === 0) found[n++] = i;
  return found.slice(0, n);
}

/** 1 at 1 + the place of each name that is listed; absent when none is. */
function listed<T extends string>(
  names: readonly T[] | undefined,
  known: readonly T[],
): Uint8Array | undefined {
  if (names === undefined || names.length === 0) return undefined;
  const table = new Uint8Array(known.length + 1);
  for (const name of names) {
    const at = known.indexOf(name);
    if (at >= 0) table[at + 1] = 1;
  }
  return table;
}

function inDictionary(names: readonly string[] | undefined, { names: known }: Dictionary) {
  if (names === undefined || names.length === 0) return undefined;
  const wanted = new Set(names);
  return Uint8Array.from(known, (name) => (wanted.has(name) ? 1 : 0));
}

/** For each text of outcomes whether it is asked for: of every model and arm that is named, one of its outcomes. */
function outcomeTable(
  { outcomes }: MadeFilter,
  models: readonly string[],
  { names }: Dictionary,
): Uint8Array | undefined {
  if (outcomes === undefined || outcomes.length === 0) return undefined;
  const wanted = new Map<number, Set<string>>();
  for (const { model, arm, outcome } of outcomes) {
    const place = letterPlace(models, model, arm);
    const some = wanted.get(place) ?? new Set<string>();
    wanted.set(place, some.add(outcome));
  }
  return Uint8Array.from(names, (letters) =>
    [...wanted].every(([place, some]) => {
      const outcome = place < 0 ? undefined : outcomeOf(letters[place]);
      return outcome !== undefined && some.has(outcome);
    })
      ? 1
      : 0,
  );
}
