import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/audit';
import type { Difficulty } from '../../../src/language';
import { parseRate, rateOf, ROUND, Tally, wantedRollouts } from '../../../src/make/rate';

const RULE = { rollouts: 32, adaptive: true, boundaries: [0.25, 0.75] };
const DIFFICULTY: Difficulty = { by: 'vlm', ...RULE, temperature: 1, top_p: 1 };

/** Rollouts of a row that is right with probability `p`, drawn as the rule asks for them. */
function draw(p: number, random: () => number, rule: typeof RULE): { right: number; drawn: number } {
  let [right, drawn] = [0, 0];
  for (;;) {
    const wanted = wantedRollouts({ drawn, right, graded: drawn }, rule);
    if (wanted === drawn) return { right, drawn };
    for (; drawn < wanted; drawn += 1) if (random() < p) right += 1;
  }
}

const atEnds = (random: () => number): number => (random() < 0.5 ? random() ** 6 : 1 - random() ** 6);

/** The interval of [0, 1] between boundaries that a rate lies in. */
const side = (rate: number): number => RULE.boundaries.filter((boundary) => rate >= boundary).length;

describe('the adaptive rule', () => {
  it('never asks for less than there is, for more than the most, or for nothing at first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.nat(64),
        fc.nat(64),
        fc.nat(64),
        fc.boolean(),
        (rollouts, drawn, a, b, adaptive) => {
          const graded = Math.min(a, drawn);
          const state = { drawn, graded, right: Math.min(b, graded) };
          const wanted = wantedRollouts(state, { rollouts, adaptive, boundaries: [0.1, 0.5, 0.9] });
          expect(wanted).toBeGreaterThanOrEqual(Math.min(1, rollouts));
          expect(wanted).toBeGreaterThanOrEqual(drawn);
          expect(wanted).toBeLessThanOrEqual(Math.max(drawn, rollouts));
          expect(wanted - drawn).toBeLessThanOrEqual(adaptive ? ROUND : rollouts);
        },
      ),
    );
  });

  it('goes on while a boundary lies inside the interval, and not on it', () => {
    // Wilson of 4 in 8 is 0.215 to 0.785.
    const half = { drawn: 8, graded: 8, right: 4 };
    expect(wantedRollouts(half, { ...RULE, boundaries: [0.2, 0.8] })).toBe(8);
    expect(wantedRollouts(half, { ...RULE, boundaries: [0.22] })).toBe(16);
    expect(wantedRollouts(half, { ...RULE, boundaries: [0.22], rollouts: 10 })).toBe(10);
    // None of 8: 0 to 0.324. A row that nobody solves never crosses 0.
    const none = { drawn: 8, graded: 8, right: 0 };
    expect(wantedRollouts(none, { ...RULE, boundaries: [0, 0.33] })).toBe(8);
    // One more of the kind settles it: 0 of 9 is 0 to 0.299. All or none of 12 lie outside of 0.25 to 0.75.
    expect(wantedRollouts(none, { ...RULE, boundaries: [0.32] })).toBe(9);
    expect(wantedRollouts(none, RULE)).toBe(12);
    expect(wantedRollouts({ drawn: 8, graded: 8, right: 8 }, RULE)).toBe(12);
    expect(wantedRollouts(none, { ...RULE, boundaries: [0.01] })).toBe(16);
    // Nothing could be graded: nothing is known, so more is asked for.
    expect(wantedRollouts({ drawn: 8, graded: 0, right: 0 }, RULE)).toBe(16);
  });

  it.each([
    // The language's own: most 32. Spread evenly, two rows of three lie near a boundary.
    ['spread evenly', 32, 0.87, (random: () => number) => random()],
    ['spread evenly', 64, 0.7, (random: () => number) => random()],
    // Most rows of real sets are nearly always or nearly never solved.
    ['at both ends', 32, 0.62, atEnds],
    ['at both ends', 64, 0.45, atEnds],
  ])(
    'saves rollouts and places rows as well as all of them, rates %s, most %i',
    (_, rollouts, most, from) => {
      const random = seeded(7);
      const rule = { ...RULE, rollouts };
      const rates = Array.from({ length: 20_000 }, () => from(random));
      let [spent, adaptively, fixed, alike] = [0, 0, 0, 0];
      for (const p of rates) {
        const some = draw(p, random, rule);
        const all = draw(p, random, { ...rule, adaptive: false });
        spent += some.drawn;
        if (side(some.right / some.drawn) === side(p)) adaptively += 1;
        if (side(all.right / all.drawn) === side(p)) fixed += 1;
      }
      expect(spent / (rates.length * rollouts)).toBeLessThan(most);
      expect(adaptively / rates.length).toBeGreaterThan(fixed / rates.length - 0.01);
      // The same number of rollouts, spent alike on all rows, places rows worse.
      const even = { ...RULE, adaptive: false, rollouts: Math.floor(spent / rates.length) };
      for (const p of rates) {
        const { right, drawn } = draw(p, random, even);
        if (side(right / drawn) === side(p)) alike += 1;
      }
      expect(adaptively).toBeGreaterThan(alike);
    },
  );
});

describe('pass rates', () => {
  it('leave out what is missing, and lie within their interval', () => {
    const some = fc.array(fc.constantFrom(true, false, null), { maxLength: 40 });
    fc.assert(
      fc.property(some, (correctness) => {
        const { rate, low, high, graded, right, missing } = rateOf({ correctness });
        const came = correctness.filter((one) => one !== null);
        expect({ graded, missing }).toEqual({
          graded: came.length,
          missing: correctness.length - came.length,
        });
        expect(right).toBe(came.filter(Boolean).length);
        expect(rate).toBe(came.length === 0 ? null : right / came.length);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (rate !== null) {
          expect(low).toBeLessThanOrEqual(rate);
          expect(high).toBeGreaterThanOrEqual(rate);
          // The interval is about the share of the other outcome turned round.
          const turned = rateOf({ correctness: correctness.map((one) => (one === null ? null : !one)) });
          expect(turned.low).toBeCloseTo(1 - high, 9);
        }
      }),
    );
    // 10 of 16 by hand: centre 0.6009, half 0.2150 (Wilson 1927).
    const { low, high } = rateOf({ correctness: Array.from({ length: 16 }, (_, i) => i < 10) });
    expect(low).toBeCloseTo(0.3864, 3);
    expect(high).toBeCloseTo(0.8152, 3);
  });

  it('sum up to what was spent and saved', () => {
    const tally = new Tally(DIFFICULTY);
    tally.add({ q: 'a', predictions: Array<string>(8).fill('x'), correctness: Array<boolean>(8).fill(true) });
    tally.add({
      q: 'b',
      predictions: Array<string>(32).fill('x'),
      correctness: Array<boolean>(32).fill(false),
      truncated: 3,
    });
    tally.add({ q: 'c', predictions: ['', ''], correctness: [null, null], reason: 'gone' });
    const { rows, rollouts, saved, truncated, missing, lacking, unrated, mean } = tally;
    expect({ rows, rollouts, saved, truncated, missing, lacking, unrated, mean }).toEqual({
      rows: 3,
      rollouts: 42,
      saved: 24 + 0 + 30,
      truncated: 3,
      missing: 2,
      lacking: 1,
      unrated: 1,
      mean: 0.5,
    });
  });

  it('are read back, and nothing else is', () => {
    const line = { q: 'q-1', predictions: ['a', ''], correctness: [true, null], reason: 'x', truncated: 1 };
    expect(parseRate(JSON.parse(JSON.stringify(line)))).toEqual(line);
    for (const bad of [
      null,
      [],
      { ...line, q: 1 },
      { ...line, predictions: ['a'] },
      { ...line, correctness: [true, 'no'] },
      { ...line, truncated: 0.5 },
    ])
      expect(parseRate(bad)).toBeUndefined();
  });
});
