import { describe, expect, it } from 'vitest';
import { Stayed } from '../../../src/make/duplicates/stayed';

describe('what stayed', () => {
  it('is found again by its place, in whichever block it lies', () => {
    const stayed = new Stayed();
    const pieces = (i: number): Uint32Array =>
      Uint32Array.from({ length: i % 700 }, (_, at) => Math.imul(i, 31) + at);
    // 1.7 million pieces: seven blocks.
    for (let i = 0; i < 5_000; i += 1)
      if (stayed.add(String(i % 3), pieces(i)) !== i) throw new Error(`another place than ${i}`);
    expect(stayed.count).toBe(5_000);
    for (let i = 0; i < 5_000; i += 37) {
      expect(stayed.piecesOf(i)).toEqual(pieces(i));
      expect([stayed.sizeOf(i), stayed.numbersOf(i)]).toEqual([i % 700, String(i % 3)]);
    }
    expect(stayed.numbersOf(5_000)).toBeUndefined();
  });

  it('takes one that is larger than a block', () => {
    const stayed = new Stayed();
    const large = new Uint32Array(300_000).fill(7);
    stayed.add('', Uint32Array.of(1));
    stayed.add('', large);
    stayed.add('', Uint32Array.of(2, 3));
    expect([0, 2].map((at) => [...stayed.piecesOf(at)])).toEqual([[1], [2, 3]]);
    // An array of so many is compared in seconds by `toEqual`.
    const found = stayed.piecesOf(1);
    expect([found.length, found.every((piece) => piece === 7)]).toEqual([300_000, true]);
  });
});
