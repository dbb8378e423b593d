import { describe, expect, test } from 'vitest';
import { iconAddress } from '../../../src/extension/gutter/icon';
import { marksOf, newestByFile, type MarkIcon, type MarkWords } from '../../../src/extension/gutter/mark';
import type { RunSummary, StageSummary } from '../../../src/protocol';

const WORDS: MarkWords = {
  state: (state) => state,
  queued: 'queued',
  rehearsal: 'rehearsal',
  best: (score, step) => `best ${score} at ${step}`,
  run: (title, time) => `run ${title} of ${time}`,
};

const stage = (id: string, more: Partial<StageSummary> = {}): StageSummary => ({
  id,
  kind: 'stage',
  state: 'waiting',
  attempts: 0,
  step: 0,
  totalSteps: 0,
  ...more,
});
const run = (stages: readonly StageSummary[], more: Partial<RunSummary> = {}): RunSummary => ({
  dir: '/w/.stagecraft/runs/r',
  root: '/w',
  id: 'r',
  name: 'shapes',
  engine: 'embedded',
  file: '/w/a.curriculum.yaml',
  rehearsal: false,
  devices: [],
  created: '2026-11-22T10:00:00.000Z',
  state: 'running',
  stages,
  findings: { error: 0, warning: 0, info: 0 },
  ...more,
});

describe('a mark', () => {
  test('of a stage that runs: how far, and the figure that says most', () => {
    const see = stage('see', {
      state: 'running',
      step: 12,
      totalSteps: 21,
      metric: { name: 'val_accuracy', value: 0.61999 },
      best: { step: 10, score: 0.625 },
    });
    expect(marksOf(run([see, stage('think')]), WORDS)).toEqual(
      new Map([
        [
          'see',
          {
            icon: 'running',
            text: 'running 12/21 · val 0.62',
            hover: 'run shapes of 2026-11-22T10:00:00.000Z\nbest 0.63 at 10',
          },
        ],
        ['think', { icon: 'queued', text: '', hover: 'run shapes of 2026-11-22T10:00:00.000Z' }],
      ]),
    );
  });

  test('of stages that have ended', () => {
    const marks = marksOf(
      run(
        [
          stage('a', { state: 'done', step: 2, totalSteps: 2 }),
          stage('b', { state: 'failed', step: 1, reason: 'out of memory' }),
          stage('c'),
        ],
        {
          state: 'failed',
          variant: 'short',
          rehearsal: true,
        },
      ),
      WORDS,
    );
    expect([...marks.keys()]).toEqual(['a', 'b']);
    expect(marks.get('a')).toMatchObject({ icon: 'done', text: 'done 2/2 · rehearsal' });
    expect(marks.get('b')).toMatchObject({ icon: 'failed', text: 'failed 1 · rehearsal' });
    expect(marks.get('b')?.hover).toMatch(/shapes \(short\)[^]*out of memory$/);
  });

  test('of a run that waits for its turn', () => {
    const marks = marksOf(run([stage('see')], { state: 'queued', reason: 'waits for gpu:0' }), WORDS);
    expect(marks.get('see')).toMatchObject({ icon: 'queued', text: 'queued' });
    expect(marks.get('see')?.hover).toMatch(/waits for gpu:0$/);
  });

  test('none of what is no stage of the curriculum', () => {
    expect(marksOf(run([stage('predict', { kind: 'predict', state: 'running' })]), WORDS).size).toBe(0);
  });

  test('what a run folder says stays in its line', () => {
    const marks = marksOf(
      run([
        stage('a', {
          state: 'failed',
          reason: 'x\ny\u202e',
          metric: { name: 'm\n\u001b[2J'.repeat(50), value: NaN },
        }),
      ]),
      WORDS,
    );
    expect(marks.get('a')?.text).not.toMatch(/\p{Cc}/u);
    expect(marks.get('a')?.text.length).toBeLessThan(100);
    expect(marks.get('a')?.hover.split('\n')).toEqual([expect.stringMatching(/^run/), 'x y']);
  });
});

test('the newest run of each curriculum counts', () => {
  const runs = [
    run([], { dir: '1', created: '2026-11-20T10:00:00.000Z' }),
    run([], { dir: '2', created: '2026-11-22T10:00:00.000Z' }),
    run([], { dir: '3', created: '2026-11-21T10:00:00.000Z' }),
    run([], { dir: '4', created: '2026-11-23T10:00:00.000Z', state: 'unreadable' }),
    run([], { dir: '5', file: '/w/b.curriculum.yaml' }),
  ];
  const newest = newestByFile(runs);
  expect([...newest].map(([file, { dir }]) => [file, dir])).toEqual([
    ['/w/a.curriculum.yaml', '2'],
    ['/w/b.curriculum.yaml', '5'],
  ]);
});

test('pictures differ in form, not in colour alone', () => {
  const forms = (['running', 'done', 'failed', 'queued', 'stopped'] satisfies MarkIcon[]).map((icon) => {
    const [, data = ''] = iconAddress(icon, 'dark').split('base64,');
    const svg = Buffer.from(data, 'base64').toString();
    expect(svg).toMatch(/^<svg [^]*<\/svg>$/);
    return svg.replace(/#[0-9a-f]{6}/g, '');
  });
  expect(new Set(forms).size).toBe(5);
});
