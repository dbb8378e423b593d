import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_HEIGHT, scrollScale } from '../../../webview/kit/scroll-scale';

describe('the scale of a scroll bar', () => {
  test('is that of the rows while they fit', () => {
    const scale = scrollScale(1000, 44, 600);
    expect(scale).toMatchObject({ height: 44_000, scaled: false, last: 43_400 });
    expect(scale.toTop(123)).toBe(123);
  });

  test('reaches both ends of a million rows', () => {
    const { height, scaled, last, toTop, toScroll } = scrollScale(1_000_000, 44, 600);
    expect([height, scaled]).toEqual([MOST_HEIGHT, true]);
    expect(toTop(0)).toBe(0);
    expect(toTop(MOST_HEIGHT - 600)).toBe(last);
    expect(toScroll(last)).toBe(MOST_HEIGHT - 600);
    expect(last).toBe(44_000_000 - 600);
  });

  test('leaves room to scroll on wherever there are rows left', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200_000, max: 3_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, at) => {
          const { last, height, toScroll, toTop } = scrollScale(count, 44, 600);
          const top = at * last;
          const scroll = toScroll(top);
          if (top > 0) expect(scroll).toBeGreaterThan(0);
          if (top < last) expect(scroll).toBeLessThan(height - 600);
          // A pixel of the bar is some pixels of the list, never a screen.
          expect(Math.abs(toTop(scroll) - top)).toBeLessThan(44);
        },
      ),
    );
  });
});
