import type { RunEvent } from '../../../src/protocol';
import { STAGES } from './run-folder';

/** Numbers that look random and are the same each time: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Metrics of a step of a run that learns, `progress` from 0 to 1 in its stage. */
export function stepMetrics(progress: number, random: () => number): Readonly<Record<string, number>> {
  const noise = (size: number): number => size * (random() + random() - 1);
  const accuracy = Math.min(1, Math.max(0, 0.35 + 0.45 * (1 - Math.exp(-3 * progress)) + noise(0.12)));
  const format = Math.min(1, 0.8 + 0.2 * progress + noise(0.03));
  return {
    reward: 0.9 * accuracy + 0.1 * format,
    accuracy,
    format,
    loss: noise(0.02),
    kl: Math.max(1e-5, 0.08 * progress * progress + noise(0.008)),
    entropy: Math.max(0.01, 0.9 - 0.6 * progress + noise(0.08)),
    clip_fraction: Math.max(0, 0.03 + noise(0.02)),
    grad_norm: Math.exp(noise(0.7)) * 0.4,
    learning_rate: 1e-6 * Math.min(1, progress * 10),
    response_length: 240 + 300 * progress + noise(60),
    live_groups: Math.min(1, Math.max(0, 0.8 - 0.3 * progress + noise(0.1))),
    truncated: Math.max(0, 0.02 + noise(0.03)),
    tokens_per_second: 9000 + noise(900),
    step_seconds: 3.2 + noise(0.6),
  };
}

export interface EventOptions {
  readonly steps: number;
  /** How many of the three stages have begun; the last of them is at `part` of its steps. */
  readonly stages?: number;
  readonly part?: number;
  readonly seed?: number;
  /** Seconds before now at which it began. */
  readonly age?: number;
  readonly images?: readonly string[];
}

/** Everything that a run writes: metrics, validation, checkpoints, samples, machine figures, a finding. */
export function runEvents({
  steps,
  stages = 3,
  part = 1,
  seed = 1,
  age = 3600,
  images,
}: EventOptions): RunEvent[] {
  const random = randomNumbers(seed);
  const events: RunEvent[] = [];
  const begin = Date.now() - 1000 * age;
  const total = steps * 3;
  let done = 0;
  const time = (): string => new Date(begin + (900_000 * done) / total + 1000).toISOString();
  for (const [i, stage] of STAGES.slice(0, stages).entries()) {
    events.push({ time: time(), stage, type: 'stage-state', state: 'running' });
    events.push({ time: time(), stage, type: 'started', totalSteps: steps, firstStep: 1, device: 'cpu' });
    const last = i === stages - 1 ? Math.round(steps * part) : steps;
    const every = Math.max(1, Math.floor(steps / 10));
    for (let step = 1; step <= last; step += 1) {
      done += 1;
      const progress = step / steps;
      events.push({ time: time(), stage, type: 'metric', step, values: stepMetrics(progress, random) });
      if (step % every !== 0) continue;
      const score = 0.5 + 0.2 * progress + 0.05 * i;
      events.push({
        time: time(),
        stage,
        type: 'metric',
        step,
        values: { val_accuracy: score, val_reward: score * 0.95 },
      });
      events.push({ time: time(), stage, type: 'checkpoint', step, path: `checkpoints/step-${step}`, score });
      const values = {
        gpu_memory: 61 + 3 * random(),
        gpu_use: 70 + 25 * random(),
        memory: 14 + random(),
        cpu: 3 + random(),
      };
      events.push({ time: time(), stage, type: 'machine', step, values });
      events.push({
        time: time(),
        stage,
        type: 'sample',
        step,
        sample: {
          row: `row-${step % 7}`,
          question: '<image>How many shapes are red?',
          gold: '2',
          response: `<think>I count the red ones.</think> \\boxed{${step % 3}}`,
          reward: { overall: step % 3 === 2 ? 1 : 0.1, accuracy: step % 3 === 2 ? 1 : 0, format: 1 },
          ...(images === undefined ? {} : { images }),
        },
      });
    }
    if (i === 1)
      events.push({
        time: time(),
        stage,
        type: 'finding',
        severity: 'warning',
        id: 'F12',
        message: 'Most groups have the same reward, so most samples teach nothing.',
        hint: 'Leave out rows that are always right.',
        step: Math.round(last / 2),
        evidence: 'live_groups 0.31 over 20 steps',
        key: 'where',
      });
    if (last === steps) events.push({ time: time(), stage, type: 'stage-state', state: 'done' });
  }
  return events;
}
