import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SamplesAnswer } from '../../../src/protocol/runs';
import {
  EMPTY_SHELF,
  missing,
  nextPlace,
  PAGE,
  placeOfRow,
  shelve,
  type Shelf,
} from '../../../webview/dashboard/samples/shelf';
import { answerSamples, someSamples } from '../parts/run';

const ask = (total: number, offset: number, count: number): SamplesAnswer =>
  answerSamples(someSamples(total), { run: '/r', offset, count });

test('first of all a page of the newest is asked for', () => {
  expect(missing(EMPTY_SHELF, 0, 10)).toEqual({ offset: 0, count: PAGE });
});

test('the newest sample has the last place, and the list shows it first', () => {
  const shelf = shelve(EMPTY_SHELF, 0, ask(200, 0, PAGE));
  expect(shelf.total).toBe(200);
  expect(shelf.known.get(199)?.step).toBe(200);
  expect(placeOfRow(0, 200)).toBe(199);
});

test('what is known stays where it is while the run grows', () => {
  const before = shelve(EMPTY_SHELF, 0, ask(200, 0, PAGE));
  const after = shelve(before, 0, ask(203, 0, PAGE));
  expect(after.known.get(150)).toEqual(before.known.get(150));
  expect(after.known.get(202)?.step).toBe(203);
});

test('only gaps are asked for', () => {
  const shelf = shelve(EMPTY_SHELF, 0, ask(500, 0, PAGE));
  expect(missing(shelf, 0, PAGE)).toBeUndefined();
  expect(missing(shelf, PAGE - 5, PAGE + 5)).toEqual({ offset: PAGE, count: PAGE });
  expect(missing(shelf, 490, 520)).toEqual({ offset: 490, count: PAGE });
});

test('what a resumed stage took back is forgotten', () => {
  const before = shelve(EMPTY_SHELF, 0, ask(200, 0, PAGE));
  const again = someSamples(210).map((entry) =>
    entry.step > 180 ? { ...entry, step: entry.step - 20 } : entry,
  );
  const after = shelve(before, 0, answerSamples(again, { run: '/r', offset: 0, count: PAGE }));
  expect(after.known.get(185)?.step).toBe(166);
  // Of what was known before and not answered again, nothing is left.
  expect(after.known.has(145)).toBe(false);
});

test('a run that shrank is another run', () => {
  const shelf = shelve(shelve(EMPTY_SHELF, 0, ask(500, 0, PAGE)), 0, ask(3, 0, PAGE));
  expect([...shelf.known.keys()].toSorted()).toEqual([0, 1, 2]);
});

test('whatever is looked at in whatever order, each place holds its own sample', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.nat(400), fc.integer({ min: 1, max: 80 })), {
        maxLength: 8,
      }),
      (looks) => {
        let total = 120;
        let shelf: Shelf = EMPTY_SHELF;
        for (const [grown, first, height] of looks) {
          total += grown;
          const gap = missing(shelf, Math.min(first, total), Math.min(first, total) + height);
          if (gap !== undefined) shelf = shelve(shelf, gap.offset, ask(total, gap.offset, gap.count));
        }
        for (const [place, sample] of shelf.known) expect(sample.step).toBe(place + 1);
      },
    ),
    { numRuns: 30 },
  );
});

test('the next one looked for is found, or the first unknown place on the way', () => {
  const shelf = shelve(EMPTY_SHELF, 0, ask(200, 0, PAGE));
  const step = (wanted: number) => (sample: { readonly step: number }) => sample.step === wanted;
  expect(nextPlace(shelf, 199, 'older', step(180))).toEqual({ place: 179 });
  expect(nextPlace(shelf, 199, 'older', step(1))).toEqual({ unknown: 199 - PAGE });
  expect(nextPlace(shelf, 190, 'newer', step(195))).toEqual({ place: 194 });
  expect(nextPlace(shelf, 190, 'newer', step(1))).toEqual({});
});
