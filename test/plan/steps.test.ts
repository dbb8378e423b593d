import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../src/language';
import { checkpointSteps } from '../../src/plan';
import { planSteps } from '../../src/plan/steps';

const steps = (rows: number, settings: { batch: number; epochs?: number; steps?: number }) =>
  planSteps({ rows, settings: { epochs: 1, ...settings } });

describe('steps of a stage', () => {
  it('counts as the published recipe does: 96, not the 90 of its table', () => {
    expect(steps(6 * 512 + 219, { batch: 512, epochs: 16 })).toEqual({
      total: 96,
      perEpoch: 6,
      leftOver: 219,
      formula: 'floor(3291 rows / 512 a batch) = 6 steps an epoch x 16 epochs = 96',
    });
  });

  it('lets steps override epochs and says how many epochs that is', () => {
    const planned = steps(100, { batch: 10, epochs: 3, steps: 25 });
    expect(planned.total).toBe(25);
    expect(planned.formula).toBe('steps: 25, 2.5 epochs of floor(100 rows / 10 a batch) = 10 steps an epoch');
  });

  it('drops the rows that fill no draw, where the engine draws fewer at a time than a batch', () => {
    const settings = { batch: 512, epochs: 2 };
    expect(planSteps({ rows: 1100, settings, drawn: 96 })).toMatchObject({
      total: 4,
      perEpoch: 2,
      leftOver: 76,
      formula:
        'floor(floor(1100 rows / 96 drawn at a time) x 96 / 512 a batch) = 2 steps an epoch x 2 epochs = 4',
    });
    expect(planSteps({ rows: 1030, settings, drawn: 300 })).toMatchObject({ perEpoch: 1, leftOver: 518 });
  });

  it('has no step when the rows do not fill a batch, whatever steps says', () => {
    expect(steps(9, { batch: 10, steps: 25 })).toMatchObject({ total: 0, perEpoch: 0, leftOver: 9 });
    expect(steps(0, { batch: 10 }).formula).toBe('floor(0 rows / 10 a batch) = 0 steps an epoch: no step');
  });

  it('stays a number and lists what can be read, however long the stage', () => {
    const { total } = steps(40, { batch: 1, epochs: 1e300 });
    expect(Number.isSafeInteger(total)).toBe(true);
    const settings = { ...resolveSettings({}, {}), save_every: 1 };
    const saved = checkpointSteps({ settings, steps: steps(40, { batch: 1, epochs: 1e300 }) });
    expect([saved[0], saved[9999], saved.at(-1), saved.length]).toEqual([1, 10_000, total, 10_001]);
  });

  it('ends inside an epoch for fractions, exact in decimal', () => {
    expect(steps(300, { batch: 10, epochs: 0.1 }).total).toBe(3);
    expect(steps(300, { batch: 10, epochs: 0.7 }).total).toBe(21);
    expect(steps(300, { batch: 10, epochs: 0.01 }).total).toBe(0);
  });

  it('shows every row but the left-over ones in each epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 50 }),
        (rows, batch, epochs) => {
          const planned = steps(rows, { batch, epochs });
          expect(planned.perEpoch * batch + planned.leftOver).toBe(rows);
          expect(planned.leftOver).toBeLessThan(batch);
          expect(planned.total).toBe(planned.perEpoch * epochs);
        },
      ),
    );
  });
});
