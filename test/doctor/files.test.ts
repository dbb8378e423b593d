import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diagnoseFiles } from '../../src/doctor';
import { discard } from '../fixtures/discard';

const folder = mkdtempSync(join(tmpdir(), 'stagecraft doctor '));
afterAll(() => discard(folder));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const lines = (count: number, line: (step: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n + 1)).join('\n');

describe('metrics of any origin', () => {
  it('are read out of EasyR1’s nested lines with bare NaN, torn at the end', async () => {
    const file = write(
      'experiment_log.jsonl',
      `{"step": 0, "val": {"reward_score": 0.1}}\n${lines(12, (step) => `{"step": ${step}, "reward": {"overall": 0.2, "format": 0.0, "accuracy": 0.2}, "actor": {"grad_norm": ${step === 6 ? 'NaN' : '0.4'}, "kl_loss": 0.01}}`)}\n{"step": 13, "rew`,
    );
    const found = await diagnoseFiles({ logs: [], metrics: [{ file }] });
    expect(found.map(({ id, step, place }) => [id, step, place])).toEqual([
      ['F51', 6, { file, line: 7 }],
      ['F31', 10, { file, line: 11 }],
      ['F30', 10, { file, line: 11 }],
    ]);
  });

  it('are read out of TRL’s trainer_state.json', async () => {
    const entries = Array.from({ length: 12 }, (_, n) => ({
      step: n + 1,
      loss: 0,
      reward: 0.5,
      frac_reward_zero_std: 1,
      'rewards/accuracy/mean': 0.5,
    }));
    const file = write(
      'trainer_state.json',
      JSON.stringify({ global_step: 12, log_history: entries }, null, 2),
    );
    expect(await diagnoseFiles({ logs: [], metrics: [{ file }] })).toMatchObject([{ id: 'F33', step: 10 }]);
    const short = write('short_state.json', JSON.stringify({ log_history: entries }));
    expect(await diagnoseFiles({ logs: [], metrics: [{ file: short }] })).toMatchObject([{ id: 'F33' }]);
  });

  it('are read out of flat lines and of events, each stage for itself', async () => {
    const flat = write(
      'flat.jsonl',
      lines(12, (step) => `{"step":${step},"reward":0.1,"accuracy":0,"format":1}`),
    );
    expect(await diagnoseFiles({ logs: [], metrics: [{ file: flat }] })).toMatchObject([{ id: 'F32' }]);
    const event = (stage: string, step: number, format: number) =>
      JSON.stringify({
        time: new Date(Date.UTC(2026, 0, 1, 0, step)).toISOString(),
        stage,
        type: 'metric',
        step,
        values: { format, reward: 0.2 + step * 0.01, accuracy: 0.2, live_groups: 0.5 },
      });
    const events = write(
      'events.jsonl',
      `${lines(8, (step) => event('see', step, 0))}\nnot json\n${lines(8, (step) => event('think', step, 0))}\n${lines(3, (step) => event('see', step + 8, 0))}\n`,
    );
    const patients = [{ engine: 'embedded' as const, stage: 'see' }];
    expect(await diagnoseFiles({ logs: [], metrics: [{ file: events }], patients })).toMatchObject([
      { id: 'F31', stage: 'see', step: 10, place: { line: 19 } },
    ]);
  });

  it('show a hang by the times of events, but not while a run was away', async () => {
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
    const metric = (step: number, seconds: number) =>
      JSON.stringify({
        time: at(seconds),
        stage: 's',
        type: 'metric',
        step,
        values: { reward: step * 0.1, step_seconds: 10 },
      });
    const begin = lines(5, (step) => metric(step, step * 10));
    const hang = write(
      'hang.jsonl',
      `${begin}\n${JSON.stringify({ time: at(900), stage: 's', type: 'failed', message: 'x' })}\n`,
    );
    expect(await diagnoseFiles({ logs: [], metrics: [{ file: hang }] })).toMatchObject([
      { id: 'F42', place: { line: 6 } },
    ]);
    const away = write(
      'away.jsonl',
      `${begin}\n${JSON.stringify({ time: at(9000), stage: 's', type: 'stage-state', state: 'running' })}\n${metric(6, 9010)}\n`,
    );
    expect(await diagnoseFiles({ logs: [], metrics: [{ file: away }] })).toEqual([]);
  });
});

describe('logs', () => {
  it('of many megabytes are read in pieces, with the number of the line', async () => {
    const boring = '(WorkerDict pid=1) INFO 11-22 10:00:00 [worker.py:120] Executor is not sleeping. ✓\n';
    const file = write('big.log', `${boring.repeat(60_000)}(WorkerDict pid=1) No vision tower found.\n`);
    expect(await diagnoseFiles({ logs: [{ file }] })).toMatchObject([
      { id: 'F25', place: { file, line: 60_001 } },
    ]);
  });

  it('keep characters whole that were cut between two pieces', async () => {
    const bytes = Buffer.from('Key: ✓✓✓\nImage directory /bilder/größe not found.\n');
    const cut = async function* () {
      for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte));
    };
    const [found] = await diagnoseFiles({ logs: [{ file: 'pipe', text: cut() }] });
    expect(found).toMatchObject({
      id: 'F09',
      evidence: 'Image directory /bilder/größe not found.',
      place: { line: 2 },
    });
  });

  it('and metrics of one run tell each failure once', async () => {
    const log = write('log.txt', 'Format prompt file x.jinja not found.\n');
    const metrics = write(
      'm.jsonl',
      lines(12, (step) => `{"step":${step},"format":0,"accuracy":0.4}`),
    );
    const found = await diagnoseFiles({ logs: [{ file: log }], metrics: [{ file: metrics }] });
    expect(found.map(({ id }) => id)).toEqual(['F30', 'F31']);
  });

  it('that are not there are an error', async () => {
    await expect(diagnoseFiles({ logs: [{ file: join(folder, 'none') }] })).rejects.toThrow('ENOENT');
  });
});
