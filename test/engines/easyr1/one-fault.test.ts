import { describe, expect, it } from 'vitest';
import { breachesOf } from '../../../src/engines/easyr1/rules';
import { numbersOf, type Easyr1Stage } from '../../../src/engines/easyr1/numbers';

const stage = (options: Readonly<Record<string, unknown>>): Easyr1Stage =>
  ({
    settings: {
      batch: 13,
      rollouts: 3,
      gpus: 8,
      max_prompt_length: 2048,
      max_response_length: 2048,
    },
    engineOptions: options,
    engine: {},
    model: { kind: 'hub', id: 'org/model' },
  }) as unknown as Easyr1Stage;

const codes = (options: Readonly<Record<string, unknown>> = {}): readonly string[] => {
  const numbers = numbersOf(stage(options));
  return numbers === undefined ? [] : breachesOf(numbers).map(({ code }) => code);
};

describe('rows that GPUs cannot share', () => {
  it('are told alone: numbers that nobody wrote are none of the user’s', () => {
    expect(codes()).toEqual(['SC424']);
  });

  it('stand beside what is wrong with a number that was written', () => {
    expect(codes({ 'worker.actor.global_batch_size': 5 })).toEqual(['SC421', 'SC424']);
  });
});
