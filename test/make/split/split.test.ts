import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Splitter } from '../../../src/make/split';

const image = fc.integer({ min: 0, max: 40 }).map((n) => `image-${n}`);
const rows = fc.array(fc.uniqueArray(image, { minLength: 1, maxLength: 4 }), { maxLength: 40 });

it('puts no image into two splits, however rows share images', () => {
  fc.assert(
    fc.property(rows, fc.integer(), (all, seed) => {
      const splitter = new Splitter({ val: 0.3, test: 0.3 }, seed);
      for (const row of all) splitter.tie(row);
      const seen = new Map<string, string>();
      for (const row of all) {
        const splits = new Set(row.map((one) => splitter.splitOf(one)));
        expect(splits.size).toBe(1);
        for (const one of row) {
          const split = splitter.splitOf(one);
          expect(seen.get(one) ?? split).toBe(split);
          seen.set(one, split);
        }
      }
    }),
  );
});

it('leaves every image where it was when rows come, in whatever order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(image), fc.uniqueArray(image), fc.integer(), (before, more, seed) => {
      const first = new Splitter({ val: 0.2, test: 0.2 }, seed);
      const second = new Splitter({ val: 0.2, test: 0.2 }, seed);
      for (const one of [...more, ...before].reverse()) second.tie([one]);
      for (const one of before) expect(second.splitOf(one)).toBe(first.splitOf(one));
    }),
  );
});

it('meets the shares', () => {
  const splitter = new Splitter({ val: 0.05, test: 0.1 }, 7);
  const count = { train: 0, val: 0, test: 0 };
  for (let at = 0; at < 20_000; at += 1) count[splitter.splitOf(`image ${at}`)] += 1;
  expect(count.val / 20_000).toBeCloseTo(0.05, 2);
  expect(count.test / 20_000).toBeCloseTo(0.1, 2);
});
