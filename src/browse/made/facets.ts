import { OUTCOMES, type MadeFacets, type MadeFilter, type Outcome } from '../../protocol';
import { FIELD, matcher, type MadeData } from './matcher';
import { ARM_NAMES, outcomeOf, SPLIT_NAMES, STEP_NAMES } from './words';

const BINS = 10;
/** Values of one field that are told, the most frequent first. */
const MOST_VALUES = 500;

/**
 * How many questions each value of each field would give, the filter's own choice in that field left out: a question
 * that fails in one field alone counts for that field, one that fails in none counts for all. One pass.
 */
export function facets(filter: MadeFilter, data: MadeData): MadeFacets {
  const { columns, models, hand } = data;
  const fails = matcher(filter, data);
  const decisions = new Int32Array(2);
  const steps = new Int32Array(STEP_NAMES.length + 1);
  const splits = new Int32Array(SPLIT_NAMES.length + 1);
  const reasons = new Int32Array(columns.reason.names.length);
  const kinds = new Int32Array(columns.kind.names.length);
  const outcomes = new Int32Array(columns.outcomes.names.length);
  const rates = new Int32Array(BINS);
  let total = 0;
  let said = 0;
  const add = (counts: Int32Array, at: number): void => {
    counts[at] = (counts[at] ?? 0) + 1;
  };
  for (let i = 0; i < columns.rows; i += 1) {
    const failed = fails(i);
    if (failed === 0) total += 1;
    else if ((failed & (failed - 1)) !== 0) continue;
    const counts = (field: number): boolean => failed === 0 || failed === field;
    if (counts(FIELD.decision)) add(decisions, columns.kept[i] ?? 0);
    if (counts(FIELD.steps)) add(steps, columns.step[i] ?? 0);
    if (counts(FIELD.splits)) add(splits, columns.split[i] ?? 0);
    if (counts(FIELD.reasons)) add(reasons, columns.reason.codes[i] ?? 0);
    if (counts(FIELD.kinds)) add(kinds, columns.kind.codes[i] ?? 0);
    if (counts(FIELD.outcomes)) add(outcomes, columns.outcomes.codes[i] ?? 0);
    if (counts(FIELD.hand) && (hand[i] ?? 0) !== 0) said += 1;
    const rate = columns.rate[i] ?? Number.NaN;
    if (counts(FIELD.rate) && rate >= 0 && rate <= 1) add(rates, Math.min(BINS - 1, binOf(rate)));
  }
  return {
    total,
    decisions: { kept: decisions[1] ?? 0, dropped: decisions[0] ?? 0 },
    steps: named(STEP_NAMES, steps),
    splits: named(SPLIT_NAMES, splits),
    reasons: frequent(columns.reason.names, reasons),
    kinds: frequent(columns.kind.names, kinds),
    outcomes: outcomeCounts(models, columns.outcomes.names, outcomes),
    hand: said,
    rates: [...rates],
  };
}

/** The bin of a rate that was kept with 24 bits: 0.3 belongs to the bin that begins with 0.3. */
const binOf = (rate: number): number => Math.floor(rate * BINS + 1e-6);

const named = <T extends string>(names: readonly T[], counts: Int32Array): Partial<Record<T, number>> =>
  Object.fromEntries(
    names.flatMap((name, at) => ((counts[at + 1] ?? 0) === 0 ? [] : [[name, counts[at + 1]]])),
  ) as Partial<Record<T, number>>;

const frequent = (names: readonly string[], counts: Int32Array): MadeFacets['kinds'] =>
  names
    .map((name, code) => ({ name, n: counts[code] ?? 0 }))
    .filter(({ name, n }) => name !== '' && n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_VALUES);

function outcomeCounts(
  models: readonly string[],
  texts: readonly string[],
  counts: Int32Array,
): MadeFacets['outcomes'] {
  const places = models.flatMap((model) => ARM_NAMES.map((arm) => ({ model, arm, counts: zeros() })));
  texts.forEach((letters, code) => {
    const n = counts[code] ?? 0;
    if (n === 0) return;
    places.forEach((place, at) => {
      const outcome = outcomeOf(letters[at]);
      if (outcome !== undefined) place.counts[outcome] += n;
    });
  });
  return places.filter((place) => OUTCOMES.some((outcome) => place.counts[outcome] > 0));
}

const zeros = (): Record<Outcome, number> => ({ right: 0, wrong: 0, unparsable: 0, missing: 0 });
