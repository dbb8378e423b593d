import { describe, expect, it } from 'vitest';
import {
  advance,
  duration,
  etaSeconds,
  renderProgress,
  startProgress,
} from '../../../src/cli/print/progress';
import type { RunEvent } from '../../../src/protocol';
import { plainTerminal } from '../terminal';

const at = (event: object): RunEvent =>
  ({ time: '2026-01-01T00:00:00.000Z', stage: 'see', ...event }) as RunEvent;
const step = (n: number, seconds: number) =>
  at({ type: 'metric', step: n, values: { accuracy: 0.5, val_accuracy: 0.25, step_seconds: seconds } });

const after = (...events: RunEvent[]) => events.reduce(advance, startProgress(['see', 'think']));

describe('progress', () => {
  it('estimates the time left from measured steps only', () => {
    const started = at({ type: 'started', totalSteps: 10, firstStep: 0, device: 'cpu' });
    expect(etaSeconds(after(started, step(1, 2)).get('see')!)).toBeUndefined();
    expect(etaSeconds(after(started, step(1, 2), step(2, 4)).get('see')!)).toBeCloseTo(24);
  });

  it('shows a bar, the step, mean@k, validation and ETA', () => {
    const started = at({ type: 'started', totalSteps: 10, firstStep: 0, device: 'cpu' });
    const lines = renderProgress(
      after(started, step(1, 2), step(2, 2)),
      new Map([['see', 8]]),
      plainTerminal(),
    );
    expect(lines[0]).toMatch(/^▸ see {4}█+░+ {2}step 2\/10 {2}mean@8 0\.50 {2}val 0\.25 {2}ETA 16 s$/);
    expect(lines[1]).toContain('waiting');
  });

  it.each([24, 40, 60, 80, 200])('fits %d columns, and says at least the step', (width) => {
    const started = at({ type: 'started', totalSteps: 1000, firstStep: 0, device: 'cpu' });
    const lines = renderProgress(after(started, step(998, 2), step(999, 200)), new Map([['see', 8]]), {
      ...plainTerminal(),
      width,
    });
    expect(lines[0]).toContain('step 999/1000');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('keeps to the rows of the screen, around the stage that runs', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `s${i}`);
    const progress = ids
      .slice(0, 20)
      .map((stage) => ({ ...at({ type: 'stage-state', state: 'done' }), stage }))
      .reduce(advance, startProgress(ids));
    const lines = renderProgress(progress, new Map(), { ...plainTerminal(), interactive: true, height: 10 });
    expect(lines).toHaveLength(9);
    expect(lines.some((line) => line.includes('s20 '))).toBe(true);
    expect(lines[0]).toContain('19 before');
    expect(lines.at(-1)).toContain('14 more');
  });

  it('counts from the first step again after a resume', () => {
    const resumed = at({ type: 'started', totalSteps: 10, firstStep: 6, device: 'cpu' });
    expect(after(step(8, 1), resumed).get('see')).toMatchObject({ step: 6, stepSeconds: [] });
  });

  it('forgets why a stage had stopped once it goes on', () => {
    const stopped = at({ type: 'stage-state', state: 'stopped', reason: 'on request' });
    expect(after(stopped).get('see')).toMatchObject({ reason: 'on request' });
    expect(after(stopped, at({ type: 'stage-state', state: 'running' })).get('see')).not.toHaveProperty(
      'reason',
    );
  });

  it('ignores events of stages it does not know', () => {
    const before = startProgress(['see']);
    expect(advance(before, { ...at({ type: 'stage-state', state: 'done' }), stage: 'other' })).toBe(before);
  });
});

describe('duration', () => {
  it.each([
    [8.2, '8 s'],
    [125, '2 min 05 s'],
    [12_000, '3 h 20 min'],
  ])('%d seconds', (seconds, text) => expect(duration(seconds)).toBe(text));
});
