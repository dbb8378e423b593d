import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineOptions } from '../../../src/engines';
import { numbersOf } from '../../../src/engines/easyr1/numbers';
import { breachesOf } from '../../../src/engines/easyr1/rules';
import { resolveSettings, type PartialSettings } from '../../../src/language';
import { EASYR1_NUMBER_DEFAULTS, fitNumbers } from '../../../src/plan';

const stage = (settings: PartialSettings, engineOptionsOf: Readonly<Record<string, unknown>> = {}) => ({
  settings: resolveSettings({}, settings),
  engineOptions: engineOptionsOf,
  engine: {},
  model: { kind: 'preset', name: 'qwen3-vl-8b' } as const,
});

describe('numbers that nobody wrote', () => {
  it('are EasyR1’s own defaults where these fit', () => {
    const options = engineOptions('easyr1');
    for (const [key, value] of Object.entries(EASYR1_NUMBER_DEFAULTS))
      expect(options.get(key)?.default, key).toBe(value);
    const numbers = numbersOf(stage({ batch: 512, rollouts: 5, gpus: 8 }));
    expect(numbers?.of).toMatchObject(EASYR1_NUMBER_DEFAULTS);
  });

  it('let the language’s own defaults compile', () => {
    const numbers = numbersOf(stage({}));
    expect(numbers && breachesOf(numbers)).toEqual([]);
    expect(numbers?.of).toMatchObject({
      'worker.actor.global_batch_size': 16,
      'worker.rollout.tensor_parallel_size': 1,
    });
  });

  it('break no rule for any batch that the GPUs can share, whatever else is written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8, 16, 3, 6),
        fc.integer({ min: 1, max: 160 }),
        fc.integer({ min: 2, max: 16 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.boolean(),
        (gpus, share, rollouts, length, critic) => {
          const numbers = numbersOf(
            stage(
              { gpus, batch: gpus * share, rollouts, max_prompt_length: length },
              critic ? { 'algorithm.adv_estimator': 'gae' } : {},
            ),
          );
          expect(numbers && breachesOf(numbers)).toEqual([]);
        },
      ),
    );
  });

  it('follow a number that is written', () => {
    const numbers = numbersOf(
      stage(
        { batch: 512, rollouts: 5, gpus: 8 },
        { 'worker.actor.micro_batch_size_per_device_for_update': 16 },
      ),
    );
    expect(numbers && breachesOf(numbers)).toEqual([]);
    const fitted = fitNumbers(
      {
        'data.rollout_batch_size': 24,
        'data.max_prompt_length': 100,
        'data.max_response_length': 100,
        'worker.rollout.n': 4,
        'trainer.n_gpus_per_node': 4,
        'worker.actor.global_batch_size': 12,
      },
      { actor: false, critic: false },
    );
    expect(fitted['worker.actor.global_batch_size']).toBe(12);
    expect(fitted['worker.actor.micro_batch_size_per_device_for_update']).toBe(4);
  });
});
