import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { followEvents, listRuns, readEvents, readRun, tailLog, type FollowedEvent } from '../../src/runs';
import { identify } from '../../src/runs/process/identity';
import { until } from '../fixtures/runs/processes';
import { statusText } from '../fixtures/runs/status';
import { discard } from '../fixtures/discard';
import { endsLater } from '../fixtures/hang';

const root = mkdtempSync(join(tmpdir(), 'stagecraft-read-'));
afterAll(() => discard(root));

let number = 0;
const runFolder = (): string => {
  number += 1;
  const dir = join(root, '.stagecraft', 'runs', `20261122-1455${String(number).padStart(2, '0')}-line-00aa`);
  mkdirSync(join(dir, 'stages', 'see'), { recursive: true });
  return dir;
};
const metric = (step: number, note = ''): string =>
  `${JSON.stringify({ time: '2026-11-22T14:55:46.123Z', stage: 'see', type: 'metric', step, values: { loss: step }, note })}\n`;
const steps = (events: readonly { type: string }[]) => events.map((event) => 'step' in event && event.step);

describe('events', () => {
  it('skip torn, foreign and endless lines, and keep text of many bytes whole', async () => {
    const dir = runFolder();
    const long = 'ü漢'.repeat(100_000);
    const text = `${metric(1)}${metric(2).slice(0, 30)}\n{"type":"alien"}\n${metric(3, long)}${'y'.repeat(9 * 2 ** 20)}\n${metric(4)}${metric(5).slice(0, 30)}`;
    writeFileSync(join(dir, 'events.jsonl'), text);
    const events = await readEvents(dir);
    expect(steps(events)).toEqual([1, 3, 4]);
    expect((events[1] as unknown as { note: string }).note).toBe(long);
  });

  it('of a run without any are none', async () => {
    expect(await readEvents(runFolder())).toEqual([]);
    const odd = runFolder();
    mkdirSync(join(odd, 'events.jsonl'));
    expect(await readEvents(odd)).toEqual([]);
  });

  it('are followed as they come, in pieces, from an offset, and over a cut of the file', async () => {
    const dir = runFolder();
    const path = join(dir, 'events.jsonl');
    const seen: FollowedEvent[] = [];
    const abort = new AbortController();
    const following = (async () => {
      for await (const item of followEvents(dir, { keepOpen: true, signal: abort.signal })) seen.push(item);
    })();
    const seenSteps = (wanted: readonly number[]) =>
      until(`steps ${wanted.join()}`, () => steps(seen.map((item) => item.event)).join() === wanted.join());

    writeFileSync(path, metric(1) + metric(2).slice(0, 20)); // the file comes late
    await seenSteps([1]);
    appendFileSync(path, metric(2).slice(20));
    await seenSteps([1, 2]);
    appendFileSync(path, metric(3));
    await seenSteps([1, 2, 3]);
    const from = seen[1]!.offset;
    truncateSync(path, 0);
    writeFileSync(path, metric(7));
    await seenSteps([1, 2, 3, 7]);
    expect(seen.map((item) => item.restarted)).toEqual([undefined, undefined, undefined, true]);
    abort.abort();
    await following;

    writeFileSync(path, metric(1) + metric(2) + metric(3));
    const rest: FollowedEvent[] = [];
    for await (const item of followEvents(dir, { from })) rest.push(item);
    expect(steps(rest.map((item) => item.event))).toEqual([3]);
  });

  it('a hundred thousand of them are read one by one, not each with all before it', async () => {
    const dir = runFolder();
    writeFileSync(join(dir, 'events.jsonl'), Array.from({ length: 100_000 }, (_, i) => metric(i)).join(''));
    expect(await endsLater(() => readEvents(dir))).toHaveLength(100_000);
  });
});

describe('logs', () => {
  const read = async (dir: string, lines: number): Promise<string> => {
    let text = '';
    for await (const piece of tailLog(dir, 'see', { lines })) text += piece;
    return text;
  };

  it('begin with the last lines, whole', async () => {
    const dir = runFolder();
    const path = join(dir, 'stages', 'see', 'log.txt');
    expect(await read(dir, 10)).toBe('');
    writeFileSync(path, Array.from({ length: 20_000 }, (_, i) => `Zeile ${i} – ü\n`).join(''));
    expect(await read(dir, 2)).toBe('Zeile 19998 – ü\nZeile 19999 – ü\n');
    expect((await read(dir, 10_000)).split('\n')).toHaveLength(10_001);
    expect((await read(dir, 50_000)).split('\n')).toHaveLength(20_001);
    appendFileSync(path, 'half');
    expect(await read(dir, 2)).toBe('Zeile 19999 – ü\nhalf');
    expect(await read(dir, 0)).toBe('');
  });

  it('are empty where a pipe or a folder lies under their name', async () => {
    const dir = runFolder();
    const path = join(dir, 'stages', 'see', 'log.txt');
    execFileSync('mkfifo', [path]);
    expect(await read(dir, 5)).toBe('');
    rmSync(path);
    mkdirSync(path);
    expect(await read(dir, 5)).toBe('');
  });
});

describe('a list of runs', () => {
  it('takes folder, id and notes from nowhere but the system, whatever a state file claims', async () => {
    const dir = runFolder();
    const claims = { name: 'odd', dir: '/home/somebody/Documents', root: '/', note: { not: 'text' } };
    const honest = JSON.parse(statusText({ id: 'x', state: 'done' })) as object;
    writeFileSync(join(dir, 'state.json'), JSON.stringify({ ...honest, ...claims }));
    const listed = (await listRuns(root)).find((one) => one.ok && one.run.dir === dir);
    for (const reading of [listed, await readRun(dir)]) {
      expect(reading).toMatchObject({ ok: true, run: { id: basename(dir), dir, state: 'done' } });
      expect(reading).not.toHaveProperty('run.note');
      expect(reading).not.toHaveProperty('run.root');
    }
    rmSync(dir, { recursive: true });
  });

  it('shows each as it truly stands, newest first, damaged ones with the reason', async () => {
    const home = join(root, 'list');
    const folder = join(home, '.stagecraft', 'runs');
    expect(await listRuns(home)).toEqual([]);
    const self = await identify(process.pid);
    if (self === undefined) throw new Error('This process has no identity.');
    const put = (id: string, state: string | undefined) => {
      mkdirSync(join(folder, id), { recursive: true });
      if (state !== undefined) writeFileSync(join(folder, id, 'state.json'), state);
    };
    put('1-done', statusText({ id: '1-done', state: 'done' }));
    put('2-alive', statusText({ id: '2-alive', state: 'running', supervisor: self }));
    put('3-reused', statusText({ id: '3-reused', state: 'running', supervisor: { ...self, start: '1' } }));
    put('4-far', statusText({ id: '4-far', state: 'running', supervisor: { ...self, host: 'far-away' } }));
    put('5-torn', '{"format":1,');
    put('6-empty', undefined);
    put('7-silent', statusText({ id: '7-silent', state: 'running', supervisor: self, silentFor: 60 }));
    writeFileSync(join(folder, 'notes.txt'), 'not a run');
    if (process.platform !== 'win32') symlinkSync('/', join(folder, '8-link'));

    const list = await listRuns(home);
    const brief = list.map((reading) =>
      reading.ok
        ? [reading.run.id, reading.run.state, reading.run.note ?? reading.run.reason]
        : [reading.id, 'damaged', reading.reason],
    );
    expect(brief).toEqual([
      ['7-silent', 'running', 'no sign of life for 60 s'],
      ['6-empty', 'damaged', 'run.json is missing'],
      ['5-torn', 'damaged', 'state.json is torn or not JSON'],
      ['4-far', 'running', 'on far-away, not seen from here'],
      ['3-reused', 'interrupted', expect.stringMatching(/its supervisor \(process \d+\) is gone/)],
      ['2-alive', 'running', undefined],
      ['1-done', 'done', undefined],
    ]);
    expect(await listRuns(home, { limit: 2 })).toHaveLength(2);
    expect(await readRun(join(folder, '3-reused'))).toEqual(list[4]);
    expect(hostname()).not.toBe('far-away');
  });
});
