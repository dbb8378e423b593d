import { describe, expect, it } from 'vitest';
import { createDoctor, type Diagnosis, type Patient } from '../../src/doctor';
import { trend } from '../../src/doctor/metrics/theil-sen';

type Values = Readonly<Record<string, number | undefined>>;

/** Noise that is the same every time, between -1 and 1. */
const wobble = (step: number): number => Math.sin(step * 12.9898) * 0.7 + Math.sin(step * 78.233) * 0.3;

const HEALTHY = (step: number): Values => ({
  reward: 0.4 + 0.01 * step + 0.02 * wobble(step),
  accuracy: 0.35 + 0.01 * step,
  format: 0.9,
  kl: 0.0005 * step,
  entropy: 0.5 - 0.004 * step,
  grad_norm: 0.4 + 0.2 * wobble(step),
  response_length: 300 + 20 * wobble(step),
  live_groups: 0.6,
  truncated: 0.05,
  step_seconds: 30,
});

function run(steps: number, values: (step: number) => Values, patient: Patient = {}): readonly Diagnosis[] {
  const doctor = createDoctor(patient);
  const found: Diagnosis[] = [];
  for (let step = 1; step <= steps; step += 1) found.push(...doctor.metrics(step, values(step)));
  return [...found, ...doctor.end()];
}
const ids = (steps: number, values: (step: number) => Values, patient?: Patient) =>
  run(steps, values, patient).map(({ id }) => id);
/** A healthy run with something else in it. */
const but = (over: (step: number) => Values) => (step: number) => ({ ...HEALTHY(step), ...over(step) });

describe('metric rules', () => {
  it('find nothing in a healthy run, however long', () => {
    expect(ids(400, HEALTHY)).toEqual([]);
    // Rewards that arrived at the top and stay there.
    expect(
      ids(
        200,
        but((step) => ({ reward: Math.min(0.95, 0.5 + step * 0.02), entropy: 0.02, live_groups: 0.1 })),
      ),
    ).toEqual([]);
  });

  it.each<[string, readonly string[], number, (step: number) => Values]>([
    ['F31: no format', ['F31'], 12, but(() => ({ format: 0.01, accuracy: 0 }))],
    ['F30: no format and right answers', ['F31', 'F30'], 12, but(() => ({ format: 0, accuracy: 0.3 }))],
    ['F32: right form, never right', ['F32'], 12, but(() => ({ accuracy: 0, format: 0.98, reward: 0.1 }))],
    ['F33: equal rewards', ['F33'], 15, but(() => ({ live_groups: 0 }))],
    [
      'F33: advantages of EasyR1',
      ['F33'],
      12,
      () => ({ 'critic/advantages/max': 0, 'critic/advantages/min': 0 }),
    ],
    ['F33: reward flat at 0', ['F33'], 12, () => ({ reward: 0, grad_norm: 0.001, loss: 0.1 })],
    ['F33: TRL', ['F33'], 12, () => ({ reward: 0.5, frac_reward_zero_std: 1 })],
    [
      'F04: prompts without image',
      ['F04'],
      14,
      () => ({ 'prompt_length/mean': 62, 'reward/accuracy': 0.24 }),
    ],
    ['F35: grading slower and slower', ['F35'], 20, but((step) => ({ 'timing_s/reward': 2 + step * 2 }))],
    ['F40: memory rises', ['F40'], 20, but((step) => ({ 'perf/max_memory_reserved_gb': 40 + step * 1.2 }))],
    ['F51: gradient NaN', ['F51'], 3, but((step) => ({ grad_norm: step === 2 ? Number.NaN : 0.4 }))],
    ['F51: gradient explodes', ['F51'], 20, but((step) => ({ grad_norm: step < 14 ? 0.4 : 9 }))],
    ['F51: KL explodes', ['F51'], 25, but((step) => ({ kl: step < 16 ? 0.01 : 0.01 * 2 ** (step - 15) }))],
    ['F51: KL is lost at once', ['F51'], 5, but((step) => ({ kl: step === 1 ? 0 : 12 }))],
    ['F51: entropy explodes', ['F51'], 25, but((step) => ({ entropy: step < 15 ? 0.4 : 1.2 }))],
    [
      'F51: entropy collapses for nothing',
      ['F51'],
      25,
      but((step) => ({ entropy: step < 15 ? 0.4 : 0.05, reward: 0.4 - step * 0.005 })),
    ],
    [
      'F51: responses collapse',
      ['F51'],
      25,
      but((step) => ({ response_length: step < 14 ? 300 : 12, reward: 0.3 - step * 0.003 })),
    ],
    [
      'F51: responses run on',
      ['F51'],
      25,
      but((step) => ({ response_length: step < 14 ? 300 : 900, truncated: step < 14 ? 0.05 : 0.4 })),
    ],
    ['F51: reward collapses', ['F51'], 40, but((step) => ({ reward: step < 20 ? 0.6 : 0.02 }))],
    [
      'F52: cut while format falls',
      ['F52'],
      25,
      but((step) => ({ truncated: 0.02 * step, format: 0.95 - 0.02 * step })),
    ],
    ['F53: reward does not move', ['F53'], 40, but((step) => ({ reward: 0.3 + 0.05 * wobble(step) }))],
  ])('%s', (_, expected, steps, values) => {
    expect(ids(steps, values)).toEqual(expected);
  });

  it.each<[string, string, number, (step: number) => Values]>([
    ['9 steps without format', 'F31', 9, but(() => ({ format: 0 }))],
    ['format that comes slowly', 'F31', 40, but((step) => ({ format: Math.min(1, 0.005 * step) }))],
    ['format that was there before', 'F31', 40, but((step) => ({ format: step < 20 ? 0.8 : 0 }))],
    ['accuracy 0 without format', 'F32', 20, but(() => ({ accuracy: 0, format: 0.4 }))],
    ['a few dead steps', 'F33', 30, but((step) => ({ live_groups: step % 10 === 0 ? 0.5 : 0 }))],
    ['long prompts at chance', 'F04', 20, () => ({ 'prompt_length/mean': 900, 'reward/accuracy': 0.24 })],
    [
      'short prompts that are learnt',
      'F04',
      40,
      (step) => ({ 'prompt_length/mean': 62, 'reward/accuracy': 0.1 + step * 0.02 }),
    ],
    ['grading always slow', 'F35', 30, but(() => ({ 'timing_s/reward': 20 }))],
    ['one slow grading', 'F35', 30, but((step) => ({ 'timing_s/reward': step === 20 ? 90 : 2 }))],
    [
      'memory that settles',
      'F40',
      60,
      but((step) => ({ 'perf/max_memory_reserved_gb': Math.min(60, 40 + step * 2) })),
    ],
    ['one spike of the gradient', 'F51', 40, but((step) => ({ grad_norm: step === 25 ? 40 : 0.4 }))],
    ['a gradient that wakes up', 'F51', 40, but((step) => ({ grad_norm: step < 12 ? 0.001 : 0.6 }))],
    ['KL that grows slowly', 'F51', 200, but((step) => ({ kl: 0.0001 + 0.002 * step }))],
    [
      'entropy that falls while the reward rises',
      'F51',
      60,
      but((step) => ({ entropy: 0.5 * 0.93 ** step })),
    ],
    [
      'responses that get shorter and better',
      'F51',
      60,
      but((step) => ({ response_length: 300 * 0.95 ** step })),
    ],
    ['cut responses with steady format', 'F52', 40, but(() => ({ truncated: 0.3 }))],
    ['format falling with whole responses', 'F52', 40, but((step) => ({ format: 0.9 - 0.01 * step }))],
    ['29 flat steps', 'F53', 29, but((step) => ({ reward: 0.3 + 0.05 * wobble(step) }))],
    ['a slow rise', 'F53', 40, but((step) => ({ reward: 0.3 + 0.004 * step + 0.02 * wobble(step) }))],
    [
      'validation that rises',
      'F53',
      40,
      but((step) => ({ reward: 0.3 + 0.05 * wobble(step), val_accuracy: 0.3 + 0.01 * step })),
    ],
  ])('near miss: %s is no %s', (_, id, steps, values) => {
    expect(ids(steps, values)).not.toContain(id);
  });

  it('do not call a stage flat whose rows get harder, nor one without images blind', () => {
    const flat = but((step) => ({ reward: 0.3 + 0.05 * wobble(step) }));
    expect(ids(40, flat, { settings: { difficulty: 'easy-to-hard' } })).toEqual([]);
    const short = () => ({ 'prompt_length/mean': 62, 'reward/accuracy': 0.24 });
    expect(ids(14, short, { engine: 'easyr1', settings: { images: false } })).toEqual([]);
    expect(ids(14, short, { engine: 'easyr1', settings: { images: true } })).toEqual(['F04']);
  });

  it('take null, NaN, infinity and foreign values for what they are', () => {
    const doctor = createDoctor({});
    const odd = { reward: null, format: Number.NaN, kl: Infinity, entropy: 'high', live_groups: undefined };
    for (let step = 0; step < 50; step += 1)
      expect(doctor.metrics(step, odd as unknown as Record<string, number>)).toEqual([]);
    expect(doctor.metrics(51, { grad_norm: null } as unknown as Record<string, number>)).toMatchObject([
      { id: 'F51' },
    ]);
  });

  it('say which step and which figures', () => {
    expect(
      run(
        12,
        but(() => ({ format: 0, accuracy: 0 })),
        { stage: 'see', engine: 'trl' },
      )[0],
    ).toMatchObject({
      id: 'F31',
      stage: 'see',
      step: 10,
      key: '/prompt',
      evidence: 'format below 0.02 for 10 steps (last 0)',
    });
  });

  it('hold a bounded memory of long runs', () => {
    const doctor = createDoctor({});
    const began = process.memoryUsage().heapUsed;
    for (let step = 1; step <= 100_000; step += 1) doctor.metrics(step, HEALTHY(step % 50));
    expect(process.memoryUsage().heapUsed - began).toBeLessThan(60e6);
  });
});

describe('silence', () => {
  const minute = 60_000;
  /** Ticks every five seconds up to `until`; what was found and when. */
  function wait(doctor: ReturnType<typeof createDoctor>, from: number, until: number) {
    for (let now = from; now <= until; now += 5000) {
      const [found] = doctor.tick(now);
      if (found !== undefined) return { id: found.id, after: now - from };
    }
    return undefined;
  }
  function trained(seconds: number) {
    const doctor = createDoctor({});
    for (let step = 1; step <= 5; step += 1) {
      doctor.metrics(step, { reward: 0.5, step_seconds: seconds });
      doctor.tick(step * seconds * 1000);
    }
    return { doctor, now: 5 * seconds * 1000 };
  }

  it('is a hang after ten times the time of a step', () => {
    const { doctor, now } = trained(30);
    expect(wait(doctor, now, now + 4.9 * minute)).toBeUndefined();
    expect(wait(doctor, now + 5 * minute, now + 6 * minute)).toMatchObject({ id: 'F42' });
  });
  it('is none while the log goes on, and in less than a minute', () => {
    const { doctor, now } = trained(30);
    for (let at = now; at < now + 20 * minute; at += minute) {
      doctor.log('Running validation...\n');
      expect(doctor.tick(at)).toEqual([]);
    }
    const fast = trained(0.2);
    expect(wait(fast.doctor, fast.now, fast.now + 0.9 * minute)).toBeUndefined();
    expect(wait(fast.doctor, fast.now + minute, fast.now + 2 * minute)).toMatchObject({ id: 'F42' });
  });
  it('is none before training has begun', () => {
    const doctor = createDoctor({});
    doctor.log('loading\n');
    expect(wait(doctor, 0, 60 * minute)).toBeUndefined();
  });
  it('brings out what the log only hinted at', () => {
    const doctor = createDoctor({});
    expect(doctor.log('ray.exceptions.ActorDiedError: The actor died\n')).toEqual([]);
    expect(doctor.tick(1000)).toEqual([]);
    expect(doctor.tick(6000)).toMatchObject([{ id: 'F38' }]);
  });
});

describe('Theil-Sen', () => {
  it('finds the slope in spite of outliers, and an interval around it', () => {
    const values = Array.from({ length: 30 }, (_, n) => 1 + 0.5 * n + (n % 10 === 3 ? 40 : 0));
    const found = trend(values);
    expect(found?.slope).toBeCloseTo(0.5, 5);
    expect(found?.low).toBeLessThanOrEqual(0.5);
    expect(found?.high).toBeGreaterThanOrEqual(0.5);
  });
  it('agrees with the interval of Sen for n = 10', () => {
    // N = 45, C = 1.96 * sqrt(10 * 9 * 25 / 18) = 21.9: the 12th and the 34th of the sorted slopes, counted outward.
    const values = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9];
    const slopes: number[] = [];
    values.forEach((a, i) => values.slice(i + 1).forEach((b, k) => slopes.push((b - a) / (k + 1))));
    slopes.sort((a, b) => a - b);
    expect(trend(values)).toMatchObject({ slope: slopes[22], low: slopes[11], high: slopes[34] });
  });
  it('says nothing about four values', () => {
    expect(trend([1, 2, 3, 4])).toBeUndefined();
  });
});
