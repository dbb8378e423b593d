import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDoctor, diagnoseFiles, type Diagnosis } from '../../src/doctor';
import { QUOTED_CASES } from './cases/quoted';
import { discard } from '../fixtures/discard';

type Values = Readonly<Record<string, number>>;

const folder = mkdtempSync(join(tmpdir(), 'stagecraft precision '));
afterAll(() => discard(folder));
const write = (name: string, text: string | Buffer): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const idsOf = (found: readonly Diagnosis[]): readonly string[] => found.map(({ id }) => id);
const lines = (count: number, line: (step: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n + 1)).join('\n');
const wobble = (step: number): number => Math.sin(step * 12.9898) * 0.7 + Math.sin(step * 78.233) * 0.3;

function log(text: string): readonly Diagnosis[] {
  const doctor = createDoctor({});
  return [...doctor.log(`${text}\n`), ...doctor.end()];
}
function metrics(steps: number, values: (step: number) => Values): readonly string[] {
  const doctor = createDoctor({});
  const found = Array.from({ length: steps }, (_, n) => doctor.metrics(n + 1, values(n + 1))).flat();
  return idsOf([...found, ...doctor.end()]);
}

describe('what a log quotes, and what only follows', () => {
  it.each(Object.entries(QUOTED_CASES))('%s', (_, [expected, text]) => {
    expect(idsOf(log(text))).toEqual(expected);
  });
});

describe('healthy curves', () => {
  it('of supervised training, whose entropy is meant to fall', () => {
    const sft = (step: number) => ({
      loss: 2 * Math.exp(-step / 15),
      grad_norm: 3 * Math.exp(-step / 20),
      entropy: 2 * Math.exp(-step / 10) + 0.05,
    });
    expect(metrics(60, sft)).toEqual([]);
    // The same with rewards that do not follow is a collapse.
    expect(metrics(29, (step) => ({ ...sft(step), reward: 0.2 }))).toEqual(['F51']);
  });

  it('of a stage that has learnt to solve all of its rows', () => {
    const arrived = (step: number) => ({
      accuracy: Math.min(1, 0.5 + step * 0.03),
      reward: Math.min(1, 0.5 + step * 0.03),
      live_groups: step > 20 ? 0 : 0.5,
    });
    expect(metrics(60, arrived)).toEqual([]);
    // Solved from the first step on, it teaches nothing; and so it does when the answers are wrong.
    expect(metrics(60, () => ({ accuracy: 1, reward: 1, live_groups: 0 }))).toEqual(['F33']);
    expect(metrics(30, (step) => ({ ...arrived(step), accuracy: 0.3 }))).toEqual(['F33']);
  });

  it('of a reward that rises within much noise, but not of one that has only noise', () => {
    const noisy = (rise: number) => (step: number) => ({ reward: 0.3 + rise * step + 0.12 * wobble(step) });
    expect(metrics(60, noisy(0.005))).toEqual([]);
    expect(metrics(60, noisy(0))).toEqual(['F53']);
  });
});

describe('what verl prints a line a step', () => {
  const verl = (step: number, gradient: string, spread: string) =>
    `(TaskRunner pid=77) step:${step} - actor/entropy:0.4 - actor/grad_norm:${gradient} - critic/advantages/max:${spread} - critic/advantages/min:-${spread} - response_length/mean:np.float64(220.1)`;
  it('is judged as metrics are, with the line as place', () => {
    expect(log(lines(12, (step) => verl(step, '0.3', '1.9')))).toEqual([]);
    expect(log(lines(12, (step) => verl(step, step < 6 ? '0.3' : 'nan', '1.9')))).toMatchObject([
      { id: 'F51', step: 6, place: { line: 6 } },
    ]);
    expect(log(lines(12, (step) => verl(step, '0.0', '0.0')))).toMatchObject([
      { id: 'F33', place: { line: 10 } },
    ]);
  });
});

describe('files', () => {
  const steps = (step: number) =>
    JSON.stringify({ step, reward: { overall: 0.1, accuracy: 0, format: 1 }, actor: { grad_norm: 0.3 } });

  it('are read for what they are, wherever they are named', async () => {
    const curves = write('steps.jsonl', lines(12, steps));
    const text = write('train.log', 'ValueError: GRPO needs rollout.n > 1\n');
    expect(idsOf(await diagnoseFiles({ logs: [{ file: curves }], metrics: [{ file: text }] }))).toEqual([
      'F32',
      'F21',
    ]);
  });

  it('of TRL’s state on one line are read, among the logs, too', async () => {
    const entries = Array.from({ length: 12 }, (_, n) => ({ step: n + 1, frac_reward_zero_std: 1 }));
    const file = write('state.json', JSON.stringify({ global_step: 12, epoch: 1, log_history: entries }));
    expect(idsOf(await diagnoseFiles({ logs: [], metrics: [{ file }] }))).toEqual(['F33']);
    expect(idsOf(await diagnoseFiles({ logs: [{ file }] }))).toEqual(['F33']);
  });

  it('in UTF-16, as Windows writes them, are read', async () => {
    const file = write(
      'windows.log',
      Buffer.from('\ufeffValueError: GRPO needs rollout.n > 1\r\n', 'utf16le'),
    );
    expect(idsOf(await diagnoseFiles({ logs: [{ file }] }))).toEqual(['F21']);
  });

  it('tell of a flat reward only when nothing else explains it', async () => {
    const flat = (step: number, gradient: string) =>
      `{"step": ${step}, "reward": {"overall": 0.3}, "actor": {"grad_norm": ${gradient}}}`;
    const plain = write(
      'flat.jsonl',
      lines(40, (step) => flat(step, '0.3')),
    );
    const broken = write(
      'broken.jsonl',
      lines(40, (step) => flat(step, step < 35 ? '0.3' : 'NaN')),
    );
    expect(idsOf(await diagnoseFiles({ logs: [], metrics: [{ file: plain }] }))).toEqual(['F53']);
    expect(idsOf(await diagnoseFiles({ logs: [], metrics: [{ file: broken }] }))).toEqual(['F51']);
  });
});
