import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactMap, type Entry } from '../../../src/make/compact/map';

const number = fc.nat({ max: 2 ** 32 - 1 });
const entries = fc.array(fc.tuple(fc.string(), fc.tuple(number, number, number)), { maxLength: 3_000 });

describe('a compact map', () => {
  it('holds what a map would hold, the last entry of each text', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.string()), (put, others) => {
        const compact = new CompactMap();
        const map = new Map<string, Entry>();
        for (const [text, entry] of put) {
          compact.set(text, entry);
          map.set(text, entry);
        }
        expect(compact.size).toBe(map.size);
        for (const text of [...map.keys(), ...others]) expect(compact.get(text)).toEqual(map.get(text));
      }),
      { numRuns: 30 },
    );
  });

  it('grows with its entries', () => {
    const compact = new CompactMap();
    for (let i = 0; i < 20_000; i += 1) compact.set(`/images/${i}.png`, [i, i + 1, 2]);
    expect(compact.size).toBe(20_000);
    for (let i = 0; i < 20_000; i += 997) expect(compact.get(`/images/${i}.png`)).toEqual([i, i + 1, 2]);
  });
});
