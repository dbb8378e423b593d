import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { RunSummary } from '../../src/protocol';
import { runsFolder, stageLog } from '../../src/runs';
import { identify } from '../../src/runs/process/identity';
import { linuxStat } from '../../src/runs/process/starts';
import { endProcesses, until } from '../fixtures/runs/processes';
import { statusText } from '../fixtures/runs/status';
import { TestWorkspace } from '../fixtures/runs/workspace';
import { buildMonitor, CallFailed, MonitorClient } from './support/client';
import { discard } from '../fixtures/discard';

let built: Awaited<ReturnType<typeof buildMonitor>>;
let space: TestWorkspace;
beforeAll(async () => {
  [built, space] = await Promise.all([buildMonitor(), TestWorkspace.make()]);
});
afterAll(async () => {
  await space.remove();
  built.remove();
});

const clients: MonitorClient[] = [];
const start = (): MonitorClient => {
  const client = MonitorClient.start(built.program, space.supervisor());
  clients.push(client);
  return client;
};
const roots: string[] = [];
const newRoot = (): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft monitor ')));
  roots.push(root);
  return root;
};
afterEach(async () => {
  for (const client of clients.splice(0)) {
    expect(client.stderr).toBe('');
    await client.stop();
  }
  for (const root of roots.splice(0)) discard(root);
});

const put = (root: string, id: string, state = statusText({ id, state: 'done' })): string => {
  const dir = join(runsFolder(root), id);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'state.json'), state);
  return dir;
};
/** What the monitor has last told of a run. */
const told = (client: MonitorClient, dir: string): RunSummary | undefined =>
  client
    .of('runs')
    .flatMap(({ changed }) => changed)
    .filter((run) => run.dir === dir)
    .at(-1);
const metric = (step: number, loss: number | null = step): string =>
  `${JSON.stringify({ time: new Date(Date.UTC(2026, 10, 22) + step * 1000).toISOString(), stage: 'see', type: 'metric', step, values: { loss } })}\n`;
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof CallFailed ? error.failure : error),
  );

describe('the list', () => {
  it('is of the newest runs of all workspaces, newest first, damaged ones with the reason', async () => {
    const [one, two] = [newRoot(), newRoot()];
    put(one, '20260101-000000-line-00aa');
    put(two, '20260102-000000-line-00aa');
    put(one, '20260103-000000-line-00aa', '{"format":1,');
    put(one, '20260104-000000-line-00aa', statusText({ id: 'x', state: 'running' }));
    writeFileSync(join(runsFolder(one), 'notes.txt'), 'no run');
    const client = start();
    const list = await client.call('watch', { roots: [one, two] });
    expect(list.total).toBe(4);
    expect(list.runs.map(({ root, state, created }) => [root, state, created.slice(0, 10)])).toEqual([
      [one, 'running', '2026-11-22'],
      [one, 'unreadable', '2026-01-03'],
      [two, 'done', '2026-11-22'],
      [one, 'done', '2026-11-22'],
    ]);
    expect(list.runs[1]).toMatchObject({ name: 'line', reason: 'state.json is torn or not JSON' });
    expect(list.runs[0]?.note).toBe('on nowhere, not seen from here');
    expect((await client.call('runs', { limit: 2 })).runs).toHaveLength(2);
    expect((await client.call('watch', { roots: [two] })).total).toBe(1);
  });

  it('tells of runs that come, change, and go, also where there was no `.stagecraft`', async () => {
    const root = newRoot();
    const client = start();
    expect(await client.call('watch', { roots: [root] })).toEqual({ runs: [], total: 0 });
    const dir = put(root, '20260101-000000-line-00aa');
    await until('the run that came', () => told(client, dir)?.state === 'done');
    put(root, '20260101-000000-line-00aa', statusText({ id: 'x', state: 'stopped' }));
    await until('the run that changed', () => told(client, dir)?.state === 'stopped');
    rmSync(dir, { recursive: true });
    await until('the run that went', () =>
      client.of('runs').some(({ removed, total }) => removed.includes(dir) && total === 0),
    );
  });
});

describe('an old run', () => {
  it('that was resumed is told though it is not among the newest', async () => {
    const root = newRoot();
    const self = await identify(process.pid);
    const old = put(
      root,
      '20250101-000000-line-00aa',
      statusText({ id: 'old', state: 'running', ...(self === undefined ? {} : { supervisor: self }) }),
    );
    for (let i = 0; i < 210; i += 1) put(root, `20260101-${String(i).padStart(6, '0')}-line-00aa`);
    const client = start();
    const list = await client.call('watch', { roots: [root] });
    expect(list.runs).toHaveLength(200);
    expect(list.runs.some(({ dir }) => dir === old)).toBe(false);
    await until('the old run', () => told(client, old)?.state === 'running');
  });
});

describe('a call', () => {
  it('is refused in words when it is none, has a wrong shape, or asks for what is no run', async () => {
    const root = newRoot();
    const dir = put(root, '20260101-000000-line-00aa');
    const outside = put(newRoot(), '20260101-000000-line-00aa');
    const client = start();
    await client.call('watch', { roots: [root] });
    if (process.platform !== 'win32')
      symlinkSync(outside, join(runsFolder(root), '20260105-000000-link-00aa'));
    const series = { run: dir, metrics: ['loss'], axis: 'step', from: 0, to: 9, buckets: 10, smoothing: 0 };
    const cases: readonly [object, RegExp][] = [
      [{ call: 'hello', params: {} }, /does not know/],
      [{ call: 'constructor', params: {} }, /does not know/],
      [{ call: 'detail' }, /detail: expected a mapping/],
      [{ call: 'detail', params: { run: 'relative' } }, /absolute path/],
      [{ call: 'detail', params: { run: outside } }, /not a run of an open workspace/],
      [{ call: 'detail', params: { run: root } }, /not a run of an open workspace/],
      [{ call: 'detail', params: { run: `${dir}/../../../..` } }, /absolute path/],
      [{ call: 'detail', params: { run: join(dir, 'stages') } }, /not a run of an open workspace/],
      [{ call: 'detail', params: { run: join(runsFolder(root), '20260105-000000-link-00aa') } }, /no run/],
      [{ call: 'detail', params: { run: join(runsFolder(root), 'gone') } }, /no run/],
      [{ call: 'series', params: { ...series, buckets: 0 } }, /buckets/],
      [{ call: 'series', params: { ...series, smoothing: 1 } }, /smoothing/],
      [{ call: 'series', params: { ...series, from: NaN } }, /from/],
      [{ call: 'samples', params: { run: dir, offset: -1, count: 1 } }, /offset/],
      [{ call: 'follow', params: { runs: [outside] } }, /not a run/],
      [{ call: 'followLog', params: { run: dir, stage: '../../x', lines: 5 } }, /no stage/],
      [{ call: 'start', params: { root: '/', file: '/etc/passwd' } }, /not an open workspace/],
      [{ call: 'warm', params: { root: '/', file: '/etc/passwd' } }, /not an open workspace/],
      [{ call: 'bundle', params: { run: outside, output: join(root, 'x.zip') } }, /not a run/],
    ];
    for (const [message, expected] of cases) {
      const said = await failure(client.send(message));
      expect(said).toMatchObject({ message: expect.stringMatching(expected) as string });
      expect(said).not.toHaveProperty('defect');
    }
    client.child.send('nonsense');
    client.child.send({ id: 'x', call: 'runs' });
    expect(await failure(client.call('stop', { run: dir }))).toMatchObject({
      code: 'SC507',
      message: expect.stringContaining('not running') as string,
    });
    expect(await client.call('removable', { run: dir })).toEqual({});
    const foreign = join(runsFolder(root), 'Documents');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.txt'), 'years of work');
    expect(await client.call('removable', { run: foreign })).toEqual({
      reason: expect.stringContaining('no file in it is of a run') as string,
    });
    // A torn state, and a supervisor that lives on: here we are it.
    writeFileSync(join(dir, 'supervisor-1.lock'), JSON.stringify({ owner: await identify(process.pid) }));
    writeFileSync(join(dir, 'state.json'), '{"format":1,');
    expect(await client.call('removable', { run: dir })).toEqual({
      reason: expect.stringContaining(`process ${process.pid} still supervises`) as string,
    });
    rmSync(join(dir, 'supervisor-1.lock'));
    expect(await failure(client.call('files', { run: dir }))).toMatchObject({
      message: expect.stringContaining('run.json') as string,
    });
    expect(await client.call('series', series as never)).toMatchObject({
      curves: [{ metric: 'loss', points: 0 }],
    });
  });
});

describe('curves', () => {
  it('grow as the run does, and say so', async () => {
    const root = newRoot();
    const dir = put(root, '20260101-000000-line-00aa');
    const events = join(dir, 'events.jsonl');
    writeFileSync(events, metric(1) + metric(2, null));
    const client = start();
    await client.call('watch', { roots: [root] });
    const ask = async () => {
      const { curves } = await client.call('series', {
        run: dir,
        metrics: ['loss', 'none'],
        axis: 'step',
        from: 0,
        to: 1e12,
        buckets: 100,
        smoothing: 0.5,
      });
      return [...curves[0]!.y];
    };
    expect(await ask()).toEqual([1, NaN]);
    // A folder that is refused does not take the others along.
    expect(await failure(client.call('follow', { runs: ['/elsewhere', dir] }))).toMatchObject({
      message: expect.stringContaining('/elsewhere') as string,
    });
    const { revision } = await client.call('detail', { run: dir });
    appendFileSync(events, metric(3));
    await until('grew', () =>
      client.of('grew').some((notice) => notice.run === dir && notice.revision > revision),
    );
    expect(await ask()).toEqual([1, NaN, 3]);
    const detail = await client.call('detail', { run: dir });
    expect(detail).toMatchObject({
      metrics: [{ name: 'loss', points: 3 }],
      extent: { steps: 3, seconds: 2 },
    });
    expect(detail.revision).toBeGreaterThan(revision);
    await client.call('follow', { runs: [] });
    const before = client.of('grew').length;
    appendFileSync(events, metric(4));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(client.of('grew')).toHaveLength(before);
  });

  it('are told of at most ten times a second', async () => {
    const root = newRoot();
    const dir = put(root, '20260101-000000-line-00aa');
    const client = start();
    await client.call('watch', { roots: [root] });
    await client.call('follow', { runs: [dir] });
    const begin = performance.now();
    const notices = () => client.of('grew');
    for (let step = 0; performance.now() - begin < 2000 || notices().length < 5; step += 1) {
      appendFileSync(join(dir, 'events.jsonl'), metric(step));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    // Two at the edges, and ten for each second, of which there may be more than two on a loaded machine.
    expect(notices().length).toBeLessThanOrEqual(2 + (performance.now() - begin) / 100);
  });
});

describe('a real run', () => {
  it('is followed from start to kill -9, told as interrupted, and resumed', async () => {
    const client = start();
    await client.call('watch', { roots: [space.root] });
    const plan = space.plan([{ id: 'see', steps: 400, faults: { stepMs: 25 } }, { id: 'think' }]);
    const run = await space.start(plan);
    await until('the run in the list', () => told(client, run.dir)?.state === 'running');
    await client.call('follow', { runs: [run.dir] });
    await until('steps', async () => (await client.call('detail', { run: run.dir })).extent.steps > 5);
    const detail = await client.call('detail', { run: run.dir });
    expect(detail.stages).toMatchObject([
      {
        id: 'see',
        kind: 'stage',
        offset: 0,
        totalSteps: 400,
        rows: 40,
        capabilities: ['perception'],
        from: 'base',
        state: 'running',
      },
      { id: 'think', kind: 'stage', offset: 400, totalSteps: 20, from: 'last of see', state: 'waiting' },
    ]);
    expect(detail.stages[0]?.settings).toMatchObject({ save_every: '10', method: 'grpo' });
    expect(detail.summary.file).toBe(plan.curriculum.file);

    process.kill(run.supervisor.pid, 'SIGKILL');
    const end = await until('interrupted', () =>
      told(client, run.dir)?.state === 'interrupted' ? told(client, run.dir) : undefined,
    );
    expect(end.reason).toMatch(/is gone without a word/);
    expect(end.stages[0]?.state).toBe('interrupted');

    const rejected = await failure(client.call('stop', { run: run.dir }));
    expect(rejected).toMatchObject({ code: 'SC507' });
    await until('its engine to end', async () => (await space.orphans(run.dir)).length === 0);
    await client.call('resume', { run: run.dir });
    const resumed = async () =>
      (await client.call('detail', { run: run.dir })).marks.find(({ kind }) => kind === 'resumed');
    const mark = await until('the mark of its being resumed', resumed);
    expect(mark).toMatchObject({ stage: 'see', seconds: expect.any(Number) as number });
    expect(told(client, run.dir)?.state).toBe('running');
    await client.call('stop', { run: run.dir, grace: 5 });
    await until('stopped', () => told(client, run.dir)?.state === 'stopped');
  });

  it('outlives the monitor that started it', async () => {
    const client = start();
    await client.call('watch', { roots: [space.root] });
    const run = await space.start(space.plan([{ id: 'see', steps: 400, faults: { stepMs: 25 } }]));
    process.kill(run.supervisor.pid, 'SIGKILL');
    await until('its engine to end', async () => (await space.orphans(run.dir)).length === 0);
    await client.call('resume', { run: run.dir });
    await client.stop();
    const next = start();
    const { runs } = await next.call('watch', { roots: [space.root] });
    expect(runs.find(({ dir }) => dir === run.dir)?.state).toBe('running');
    await next.call('stop', { run: run.dir, grace: 0 });
    await until('stopped', () => told(next, run.dir)?.state === 'stopped');
  });

  it('shows its log: the last lines, then what comes, from stage to stage', async () => {
    const client = start();
    await client.call('watch', { roots: [space.root] });
    const run = await space.start(
      space.plan([
        { id: 'see', steps: 10, faults: { stepMs: 60 } },
        { id: 'think', steps: 3 },
      ]),
    );
    const { subscription } = await client.call('followLog', { run: run.dir, lines: 100 });
    const log = () => client.of('log').filter((notice) => notice.subscription === subscription);
    const all = () =>
      log()
        .map(({ text }) => text)
        .join('');
    await until('both stages', () => all().split('a line of log').length === 3, 20_000);
    expect(all()).toMatch(/^(--- attempt 1, .*\na line of log\n){2}$/);
    expect(log().at(-1)?.stage).toBe('think');
    await until('the end', () => told(client, run.dir)?.state === 'done');
    appendFileSync(stageLog(run.dir, 'think'), 'more\n');
    await until('what is added after the end', () => all().endsWith('more\n'));
    const short = await client.call('followLog', { run: run.dir, stage: 'see', lines: 1 });
    await until('the last line', () =>
      client
        .of('log')
        .some((notice) => notice.subscription === short.subscription && notice.text === 'a line of log\n'),
    );
    await client.call('unfollowLog', { subscription });
    const before = log().length;
    appendFileSync(stageLog(run.dir, 'think'), 'unheard\n');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(log()).toHaveLength(before);
  });
});

describe('findings', () => {
  it('of the newest run of a curriculum are told as they come, and again when they change', async () => {
    const root = newRoot();
    const file = join(root, 'line.curriculum.yaml');
    const state = (id: string, more: object = {}) =>
      JSON.stringify({ ...(JSON.parse(statusText({ id, state: 'done' })) as object), file, ...more });
    const finding = (id: string, message: string) =>
      `${JSON.stringify({ time: '2026-11-22T10:00:00.000Z', stage: 'see', type: 'finding', severity: 'error', id, message, key: 'learning_rate' })}\n`;
    const dir = put(
      root,
      '20260101-000000-line-00aa',
      state('1', { findings: { error: 1, warning: 0, info: 0 } }),
    );
    writeFileSync(join(dir, 'events.jsonl'), finding('F01', 'flat'));
    const client = start();
    await client.call('watch', { roots: [root] });
    const last = () => client.of('findings').at(-1);
    await until('the finding', () => last()?.findings.length === 1);
    expect(last()).toMatchObject({
      file,
      run: dir,
      findings: [{ id: 'F01', stage: 'see', key: 'learning_rate', time: '2026-11-22T10:00:00.000Z' }],
    });
    appendFileSync(join(dir, 'events.jsonl'), finding('F02', 'NaN'));
    writeFileSync(join(dir, 'state.json'), state('1', { findings: { error: 2, warning: 0, info: 0 } }));
    await until('both', () => last()?.findings.length === 2);
    const newer = put(root, '20260102-000000-line-00aa', state('2'));
    await until('none of a newer run', () => last()?.run === newer && last()?.findings.length === 0);
  });
});

describe('the process', () => {
  it('ends when its parent is killed', async () => {
    const parent = spawn(process.execPath, [
      '-e',
      `const c = require('node:child_process').fork(${JSON.stringify(built.program)}, [], { serialization: 'advanced' });
       c.send({ id: 1, call: 'watch', params: { roots: [] } });
       c.on('message', () => console.log(c.pid));`,
    ]);
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString('utf8'));
    expect(linuxStat(pid)).toBeDefined();
    parent.kill('SIGKILL');
    try {
      await until('the monitor to end', () => linuxStat(pid) === undefined);
    } finally {
      endProcesses([pid]);
    }
  });
});
