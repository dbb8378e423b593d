import { describe, expect, it } from 'vitest';

import { stageAfter } from '../../src/runs/folder/stage-after';
import type { StageStatus } from '../../src/runs/folder/state';

const stage: StageStatus = { id: 'see', state: 'running', attempts: 1, step: 0, totalSteps: 0 };
const metric = (step: number, values: Record<string, number>) => ({ type: 'metric', step, values }) as const;
const checkpoint = (step: number, score?: number) =>
  ({
    type: 'checkpoint',
    step,
    path: `checkpoints/${step}`,
    ...(score === undefined ? {} : { score }),
  }) as const;

describe('how a stage stands', () => {
  it('by the latest value of its most telling metric, of those that it has reported', () => {
    const events = [metric(1, { loss: 2 }), metric(2, { loss: 1, reward: 0.3 }), metric(3, { loss: 0.5 })];
    expect(events.reduce(stageAfter, stage)).toMatchObject({
      step: 3,
      metric: { name: 'reward', value: 0.3 },
    });
    const validated = [
      ...events,
      metric(4, { val_accuracy: 0.4 }),
      metric(5, { reward: 0.9, accuracy: 0.8 }),
    ];
    expect(validated.reduce(stageAfter, stage)).toMatchObject({
      step: 5,
      metric: { name: 'val_accuracy', value: 0.4 },
    });
  });

  it('by its best checkpoint, the later of equals; those without a score tell nothing', () => {
    const events = [
      checkpoint(10, 0.5),
      checkpoint(20, 0.7),
      checkpoint(30, 0.7),
      checkpoint(40, 0.1),
      checkpoint(50),
    ];
    expect(events.reduce(stageAfter, stage).best).toEqual({ step: 30, score: 0.7 });
  });

  it('not by what is not a number: as JSON tells it, null', () => {
    const lost = null as unknown as number;
    const events = [metric(1, { val_accuracy: lost, reward: Number.NaN, loss: 0.5 }), checkpoint(1, lost)];
    expect(events.reduce(stageAfter, stage)).toEqual({
      ...stage,
      step: 1,
      metric: { name: 'loss', value: 0.5 },
    });
  });
});
