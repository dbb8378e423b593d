import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { facets } from '../../../src/browse/made/facets';
import { MadeStore } from '../../../src/browse/made/store';
import {
  MADE_SPLITS,
  MAKE_STEPS,
  OUTCOMES,
  type MadeFilter,
  type MakeArm,
  type MakeStep,
  type Outcome,
} from '../../../src/protocol';
import { discard } from '../../fixtures/discard';
import { putMade, type SomeRow } from './support/set';

const STEPS = Object.keys(MAKE_STEPS) as MakeStep[];
const ARMS = ['image', 'description', 'neither'] as const satisfies readonly MakeArm[];
const MODELS = ['a', 'b'] as const;
const LETTER = { r: 'right', w: 'wrong', u: 'unparsable', m: 'missing' } as const;
const KINDS = ['spatial', 'detail', 'count'];
const REASONS = ['the letter gives it away', 'a is right from the image', 'like an earlier one'];

/** 400 rows of all sorts, the same each time: a row's values come from its number. */
const rows = Array.from({ length: 400 }, (_, i): SomeRow => {
  const kept = i % 5 === 0;
  const letters = Array.from({ length: 6 }, (_, at) => 'rwum-'[(i * 7 + at * (1 + (i % 3))) % 5]).join('');
  return {
    kept,
    kind: i % 11 === 0 ? null : KINDS[i % 3],
    step: kept ? null : STEPS[i % STEPS.length],
    reason: kept ? null : REASONS[i % 4],
    split: kept ? MADE_SPLITS[i % 3] : null,
    outcomes: i % 13 === 0 ? null : letters,
    rate: kept ? (i % 17) / 16 : null,
    question: `Question ${i} about ${i % 2 === 0 ? 'a TOWER' : 'a tree'}`,
  };
});
const said = (i: number): boolean => i % 10 === 3;

let root: string;
let store: MadeStore;
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-')));
  const dir = await putMade(root, rows);
  store = await MadeStore.open(dir);
  for (let i = 0; i < rows.length; i += 1)
    if (said(i)) await store.hand.say(`q-${i}`, i % 20 === 3 ? 'keep' : 'drop', undefined);
  await store.refresh();
});
afterAll(async () => {
  await store.close();
  discard(root);
});

/** The fields by which a row fails, worked out one by one from the row as it was written. */
function failing(row: SomeRow, i: number, filter: MadeFilter): readonly string[] {
  const outcomeOf = (model: string, arm: MakeArm): Outcome | undefined => {
    const at = MODELS.indexOf(model as 'a') * 3 + ARMS.indexOf(arm);
    const letter = at < 0 ? undefined : (row.outcomes as string | null)?.[at];
    return letter === undefined || letter === '-' ? undefined : LETTER[letter as keyof typeof LETTER];
  };
  const listed = (values: readonly unknown[] | undefined, value: unknown): boolean =>
    values === undefined || values.length === 0 || values.includes(value);
  const pairs = [...new Set((filter.outcomes ?? []).map(({ model, arm }) => `${model} ${arm}`))];
  const { rate } = filter;
  const fits: Readonly<Record<string, boolean>> = {
    decision: filter.decision === undefined || (filter.decision === 'kept') === row.kept,
    steps: listed(filter.steps, row.step),
    reasons: listed(filter.reasons, row.reason),
    kinds: listed(filter.kinds, row.kind),
    splits: listed(filter.splits, row.split),
    outcomes: pairs.every((pair) =>
      filter.outcomes!.some(
        ({ model, arm, outcome }) => `${model} ${arm}` === pair && outcomeOf(model, arm) === outcome,
      ),
    ),
    hand: filter.hand === undefined || filter.hand === said(i),
    rate:
      rate === undefined ||
      (row.rate !== null && Number(row.rate) >= rate.from && Number(row.rate) <= rate.to),
    text:
      filter.text === undefined ||
      `${String(row.question)} q-${i}`.toLowerCase().includes(filter.text.toLowerCase()),
  };
  return Object.keys(fits).filter((field) => fits[field] === false);
}

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const filters: fc.Arbitrary<MadeFilter> = fc.record(
  {
    decision: fc.constantFrom('kept', 'dropped'),
    steps: some(STEPS),
    reasons: some([...REASONS, 'no such reason']),
    kinds: some([...KINDS, 'no such kind']),
    splits: some(MADE_SPLITS),
    outcomes: fc.array(
      fc.record({
        model: fc.constantFrom('a', 'b', 'nobody'),
        arm: fc.constantFrom(...ARMS),
        outcome: fc.constantFrom(...OUTCOMES),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    hand: fc.boolean(),
    rate: fc
      .tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 16 }))
      .map(([a, b]) => ({ from: Math.min(a, b) / 16, to: Math.max(a, b) / 16 })),
    text: fc.constantFrom('tower', 'Q-39', '7 about', 'TREE'),
  },
  { requiredKeys: [] },
);

describe('any filter', () => {
  it('finds the rows that fit in every field, in the order of the source', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const wanted = rows.flatMap((row, i) => (failing(row, i, filter).length === 0 ? [i] : []));
        expect([...(await store.select(filter))]).toEqual(wanted);
      }),
    );
  });

  it('counts for each value what choosing it would find, the other choices of its field left out', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const found = facets(filter, await store.data(filter));
        /** Rows that fit in all fields but, at most, this one. */
        const without = (field: string): readonly number[] =>
          rows.flatMap((row, i) => (failing(row, i, filter).every((one) => one === field) ? [i] : []));
        const count = (field: string, holds: (row: SomeRow, i: number) => boolean): number =>
          without(field).filter((i) => holds(rows[i]!, i)).length;
        expect(found.total).toBe(without('').length);
        expect(found.decisions).toEqual({
          kept: count('decision', ({ kept }) => kept === true),
          dropped: count('decision', ({ kept }) => kept === false),
        });
        for (const step of STEPS)
          expect(found.steps[step] ?? 0).toBe(count('steps', (row) => row.step === step));
        for (const split of MADE_SPLITS)
          expect(found.splits[split] ?? 0).toBe(count('splits', (row) => row.split === split));
        for (const kind of KINDS)
          expect(found.kinds.find(({ name }) => name === kind)?.n ?? 0).toBe(
            count('kinds', (row) => row.kind === kind),
          );
        for (const reason of REASONS)
          expect(found.reasons.find(({ name }) => name === reason)?.n ?? 0).toBe(
            count('reasons', (row) => row.reason === reason),
          );
        expect(found.hand).toBe(count('hand', (_, i) => said(i)));
        MODELS.forEach((model, m) =>
          ARMS.forEach((arm, a) => {
            const counts = found.outcomes.find((one) => one.model === model && one.arm === arm)?.counts;
            for (const [letter, outcome] of Object.entries(LETTER))
              expect(counts?.[outcome] ?? 0).toBe(
                count('outcomes', (row) => (row.outcomes as string | null)?.[m * 3 + a] === letter),
              );
          }),
        );
        found.rates.forEach((n, bin) =>
          expect(n).toBe(
            count('rate', ({ rate }) => rate !== null && Math.min(9, Math.floor(Number(rate) * 10)) === bin),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});
