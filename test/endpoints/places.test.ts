import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Places } from '../../src/endpoints/cache/places';

describe('places of lines', () => {
  it('finds what a map finds, the last line of a tag first', () => {
    const line = fc.tuple(fc.constantFrom(0, 1, 64, 0xffff_ffff, 0x9e37_79b1, 7, 8, 9), fc.nat(1_000));
    const wild = fc.tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.nat(1_000));
    fc.assert(
      fc.property(fc.array(fc.oneof(line, wild), { maxLength: 120 }), (lines) => {
        const places = new Places();
        const known = new Map<number, number[]>();
        for (const [i, [tag, step]] of lines.entries()) {
          const offset = i * 1_001 + step;
          const of = known.get(tag) ?? [];
          known.set(tag, of);
          // Beyond sixteen, which of the older ones are left is not said.
          if (of.length === 16) return;
          of.unshift(offset);
          places.add(tag, offset);
        }
        for (const [tag, offsets] of known) expect(places.of(tag)).toEqual(offsets);
        expect(places.of(12_345)).toEqual(known.get(12_345) ?? []);
      }),
    );
  });

  it('takes the newest of a key that a file repeats without end, and stays small', () => {
    const places = new Places();
    for (let i = 0; i < 100_000; i += 1) places.add(5, i);
    expect(places.of(5)[0]).toBe(99_999);
    expect(places.of(5).length).toBeLessThanOrEqual(16);
    expect(places.bytes).toBeLessThan(2_000);
  });

  it('takes at most 24 bytes a line', () => {
    const places = new Places();
    for (let i = 0; i < 100_000; i += 1) places.add(Math.imul(i, 0x85eb_ca6b) >>> 0, i * 300);
    expect(places.bytes).toBeLessThan(24 * 100_000);
    expect(places.of(Math.imul(777, 0x85eb_ca6b) >>> 0)).toEqual([777 * 300]);
  });

  it('keeps none that lies behind 4 GB', () => {
    const places = new Places();
    places.add(3, 2 ** 32);
    expect(places.of(3)).toEqual([]);
  });
});
