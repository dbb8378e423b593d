import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planIntervals } from '../../src/plan/intervals';

describe('intervals that the plan chooses', () => {
  it('comes to the published intervals of the first stage: validate each epoch, save each second', () => {
    expect(planIntervals({ total: 96, perEpoch: 6 }, {}, true)).toEqual({ validateEvery: 6, saveEvery: 12 });
  });

  it('keeps what is given and derives the other from it', () => {
    expect(planIntervals({ total: 96, perEpoch: 6 }, { save_every: 31 }, true)).toEqual({
      validateEvery: 31,
      saveEvery: 31,
    });
    expect(planIntervals({ total: 96, perEpoch: 6 }, { validate_every: 4 }, true)).toEqual({
      validateEvery: 4,
      saveEvery: 12,
    });
    expect(planIntervals({ total: 465, perEpoch: 31 }, { validate_every: 15, save_every: 31 }, true)).toEqual(
      {
        validateEvery: 15,
        saveEvery: 31,
      },
    );
  });

  it('plans no validation without rows to validate on', () => {
    expect(planIntervals({ total: 40, perEpoch: 40 }, {}, false)).toEqual({ saveEvery: 4 });
  });

  it('saves only at validated steps, at most ten times, whatever the length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 2000 }),
        (total, perEpoch) => {
          const { validateEvery = 0, saveEvery } = planIntervals({ total, perEpoch }, {}, true);
          expect(validateEvery).toBeGreaterThanOrEqual(1);
          expect(saveEvery % validateEvery).toBe(0);
          expect(Math.floor(total / validateEvery)).toBeLessThanOrEqual(20);
          expect(Math.floor(total / saveEvery)).toBeLessThanOrEqual(10);
        },
      ),
    );
  });
});
