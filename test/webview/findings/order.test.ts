import { describe, expect, test } from 'vitest';
import type { RunFinding } from '../../../src/protocol/runs';
import { groupFindings, lookedAtWords, placeWords } from '../../../webview/dashboard/findings/order';
import { aDetail, aStage, aSummary } from '../parts/run';

const stages = [
  aStage('see', { state: 'done', attempts: 1, step: 96 }),
  aStage('think', { state: 'running', attempts: 1, step: 12 }),
];
const finding = (id: string, over: Partial<RunFinding> = {}): RunFinding => ({
  id,
  severity: 'warning',
  message: id,
  ...over,
});

describe('findings', () => {
  test('stand worst first, then as the run met them, those without a place last', () => {
    const groups = groupFindings({
      stages,
      findings: [
        finding('nowhere'),
        finding('think 3', { stage: 'think', step: 3 }),
        finding('see 90', { stage: 'see', step: 90 }),
        finding('see 7', { stage: 'see', step: 7 }),
        finding('see', { stage: 'see' }),
        finding('bad', { severity: 'error', stage: 'think' }),
      ],
    });
    expect(groups.map(({ title, findings }) => [title, findings.map(({ id }) => id)])).toEqual([
      ['Error', ['bad']],
      ['Warnings', ['see 7', 'see 90', 'see', 'think 3', 'nowhere']],
    ]);
  });
  test('keep their order when they have no step', () => {
    const ids = Array.from({ length: 20 }, (_, i) => `f${i}`);
    const groups = groupFindings({ stages, findings: ids.map((id) => finding(id, { stage: 'see' })) });
    expect(groups[0]?.findings.map(({ id }) => id)).toEqual(ids);
  });
  test('say where they are', () => {
    expect(placeWords(finding('x', { stage: 'see', step: 0 }))).toBe('stage see, step 0');
    expect(placeWords(finding('x'))).toBe('');
  });
});

describe('no findings', () => {
  test('says what was looked at', () => {
    const metrics = ['reward', 'kl'].map((name) => ({ name, unit: '', doc: '', points: 3 }));
    expect(lookedAtWords(aDetail(stages, { metrics }))).toBe(
      'Looked at the log of see up to step 96 and think up to step 12 and 2 metrics, for known failures: crashes, ' +
        'wrong settings, and curves that go wrong. It goes on as the run does.',
    );
  });
  test('is no green light for a run that has not begun', () => {
    const waiting = [aStage('see')];
    const detail = aDetail(waiting, { summary: aSummary(waiting, { state: 'queued' }) });
    expect(lookedAtWords(detail)).toContain('Nothing was looked at yet');
  });
});
