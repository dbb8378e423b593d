import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { output } from '../../../src/extension/log/output';
import {
  logSession,
  type LogMonitor,
  type LogSession,
  type LogWords,
} from '../../../src/extension/log/session';
import type { RunFinding, RunSummary } from '../../../src/protocol';

const RUN: RunSummary = {
  dir: '/w/.stagecraft/runs/r',
  root: '/w',
  id: 'r',
  name: 'shapes',
  engine: 'embedded',
  rehearsal: false,
  devices: [],
  created: '2026-11-22T10:00:00.000Z',
  state: 'running',
  stages: [],
  findings: { error: 0, warning: 0, info: 0 },
};

const WORDS: LogWords = {
  runHeader: ({ name }) => `head ${name}`,
  stageHeader: (stage) => `[${stage}]`,
  finding: ({ id }) => `finding ${id}`,
  end: ({ state }) => `end ${state}`,
  goesOn: () => 'goes on',
  gone: () => 'gone',
  confirmStop: () => 'again?',
  askedToStop: () => 'asked',
  nothingToStop: () => 'nothing to stop',
  failed: (error) => `failed ${String(error)}`,
};

let session: LogSession;
let shown = '';
let asked: string[] = [];
/** Answers to `followLog`, in order; a test resolves them. */
let answers: ((subscription: number) => void)[] = [];
let known: readonly RunFinding[] = [];
let closing: (() => void) | undefined;

function start(run: RunSummary = RUN, stage?: string): void {
  const monitor: LogMonitor = {
    followLog: ({ stage: of, lines }) => {
      asked.push(`follow ${of ?? 'all'} ${lines}`);
      return new Promise((resolve) => answers.push((subscription) => resolve({ subscription })));
    },
    unfollowLog: (subscription) => void asked.push(`unfollow ${subscription}`),
    findings: () => Promise.resolve(known),
    stop: (dir) => {
      asked.push(`stop ${dir}`);
      return Promise.resolve(null);
    },
  };
  const out = output((text) => {
    const [, ...kept] = text.split('\u001b[2J\u001b[3J\u001b[H');
    shown = kept.length === 0 ? shown + text : kept.join('');
  }, String);
  closing = () => out.dispose();
  session = logSession(run, stage, monitor, { out, words: WORDS });
  session.open();
}

const log = (subscription: number, stage: string, text: string): void =>
  session.hear({ type: 'log', subscription, stage, text });
const answered = async (subscription: number): Promise<void> => {
  answers.shift()?.(subscription);
  await settled();
};
const settled = async (ms = 100): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};
const lines = (): string[] => shown.split('\r\n').filter((line) => line !== '');

beforeEach(() => {
  vi.useFakeTimers();
  shown = '';
  asked = [];
  answers = [];
  known = [];
});
afterEach(() => {
  closing?.();
  vi.useRealTimers();
});

describe('what a log shows', () => {
  test('its head, each stage once, and how the run ended', async () => {
    start();
    await answered(7);
    log(7, 'see', 'one\ntwo\n');
    log(7, 'see', 'three\n');
    log(8, 'see', 'of another log\n');
    log(7, 'think', 'four');
    session.changed({ ...RUN, state: 'done' });
    log(7, 'think', ' five\n');
    await settled(1000);
    expect(lines()).toEqual([
      'head shapes',
      '[see]',
      'one',
      'two',
      'three',
      '[think]',
      'four five',
      'end done',
    ]);
    expect(asked).toEqual(['follow all 5000']);
  });

  test('what comes before the answer that says whose it is', async () => {
    start(RUN, 'see');
    log(3, 'see', 'early\n');
    log(4, 'see', 'of another log\n');
    await answered(3);
    expect(lines()).toEqual(['head shapes', '[see]', 'early']);
    expect(asked).toEqual(['follow see 5000']);
  });

  test('of a run that has ended, its history before its end', async () => {
    start({ ...RUN, state: 'failed' });
    await settled(1000);
    await answered(1);
    log(1, 'see', 'history\n');
    await settled(300);
    log(1, 'see', 'more\n');
    await settled(1000);
    session.changed({ ...RUN, state: 'failed' });
    await settled(1000);
    expect(lines()).toEqual(['head shapes', '[see]', 'history', 'more', 'end failed']);
  });

  test('a run that is resumed goes on, and ends once more', async () => {
    start({ ...RUN, state: 'stopped' });
    await answered(1);
    await settled(1000);
    session.changed(RUN);
    log(1, 'see', 'on\n');
    session.changed({ ...RUN, state: 'done' });
    await settled(1000);
    expect(lines()).toEqual(['head shapes', 'end stopped', 'goes on', '[see]', 'on', 'end done']);
  });

  test('findings once each', async () => {
    start();
    await answered(1);
    const finding = { id: 'F37', severity: 'warning', message: 'flat', stage: 'see' } as const;
    session.hear({ type: 'findings', file: '/w/a', run: RUN.dir, findings: [finding] });
    session.hear({
      type: 'findings',
      file: '/w/a',
      run: RUN.dir,
      findings: [finding, { ...finding, stage: 'think' }],
    });
    session.hear({ type: 'findings', file: '/w/a', run: '/w/other', findings: [{ ...finding, id: 'F01' }] });
    await settled();
    expect(lines()).toEqual(['head shapes', 'finding F37', 'finding F37']);
  });

  test('what was found before it was opened', async () => {
    known = [{ id: 'F05', severity: 'error', message: 'x' }];
    start();
    await answered(1);
    session.hear({ type: 'findings', file: '/w/a', run: RUN.dir, findings: known });
    await settled();
    expect(lines()).toEqual(['head shapes', 'finding F05']);
  });

  test('all of it again from a monitor that was started anew', async () => {
    start();
    await answered(1);
    log(1, 'see', 'one\n');
    await settled();
    log(1, 'see', 'not written yet\n');
    session.hear({ type: 'again' });
    await answered(1);
    log(1, 'see', 'one\ntwo\n');
    await settled();
    expect(lines()).toEqual(['head shapes', '[see]', 'one', 'two']);
  });

  test('a folder that went', async () => {
    start();
    await answered(1);
    session.changed('removed');
    await settled(1000);
    expect(lines()).toEqual(['head shapes', 'gone']);
  });
});

describe('Ctrl-C', () => {
  const stops = (): number => asked.filter((one) => one.startsWith('stop')).length;

  test('stops the run when it is pressed twice', async () => {
    start();
    await answered(1);
    session.press('\u0003');
    await settled(2500);
    expect(stops()).toBe(0);
    session.press('\u0003');
    await settled();
    expect(asked).toContain(`stop ${RUN.dir}`);
    expect(lines()).toEqual(['head shapes', 'again?', 'asked']);
  });

  test('not when the second press is late, nor with other keys', async () => {
    start();
    await answered(1);
    session.press('\u0003');
    await settled(3500);
    session.press('\u0003');
    session.press('c');
    session.press('\r');
    await settled();
    expect(stops()).toBe(0);
  });

  test('not when the run has ended', async () => {
    start({ ...RUN, state: 'done' });
    await answered(1);
    session.press('\u0003');
    session.press('\u0003');
    await settled();
    expect(stops()).toBe(0);
    expect(lines()).toContain('nothing to stop');
  });
});

describe('closing', () => {
  test('ends the following, and stops nothing', async () => {
    start();
    await answered(5);
    session.close();
    expect(asked).toEqual(['follow all 5000', 'unfollow 5']);
  });

  test('before the answer came, too', async () => {
    start();
    session.close();
    await answered(5);
    expect(asked).toEqual(['follow all 5000', 'unfollow 5']);
  });
});
