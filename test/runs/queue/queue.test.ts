import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { DeviceChoice, RunEvent } from '../../../src/protocol';
import {
  listDevices,
  listRuns,
  readEvents,
  readRun,
  requestStop,
  resumeRun,
  stageFolder,
  waitForEnd,
  type RunView,
  type StartedRun,
} from '../../../src/runs';
import { identify } from '../../../src/runs/process/identity';
import { queueFolder } from '../../../src/runs/queue/folder';
import { GPU_LINES, standInNvidiaSmi } from '../../fixtures/runs/nvidia-smi';
import { endProcesses, processesMentioning, until } from '../../fixtures/runs/processes';
import { TestWorkspace, type StageSpec } from '../../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());
afterEach(async () => {
  endProcesses(await processesMentioning(join(space.root, '.stagecraft')));
  await until('all runs to end', async () => (await processesMentioning(space.root)).length === 0);
});

const CPU: DeviceChoice = { kind: 'these', devices: ['cpu'] };
const LONG: StageSpec = { id: 'see', steps: 10_000, saveEvery: 5, faults: { stepMs: 10 } };
const SHORT: StageSpec = { id: 'see', steps: 10, faults: { stepMs: 20 } };

const start = (stage: StageSpec, devices: DeviceChoice): Promise<StartedRun> =>
  space.start(space.plan([stage]), { devices });
const viewOf = async ({ dir }: StartedRun): Promise<RunView> => {
  const reading = await readRun(dir);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.run;
};
const inState = (run: StartedRun, state: RunView['state'], ms?: number): Promise<RunView> =>
  until(
    `${run.id} to be ${state}`,
    async () => {
      const view = await viewOf(run);
      return view.state === state && (state !== 'queued' || view.reason !== undefined) ? view : undefined;
    },
    ms,
  );
const tickets = (): readonly string[] =>
  readdirSync(queueFolder()).filter((name) => name.startsWith('ticket-'));
const ofRun = (event: RunEvent) => (event.type === 'run-state' ? [event] : []);
const stop = async (run: StartedRun) => {
  await requestStop(run.dir, { grace: 0 });
  return waitForEnd(run.dir, 60_000);
};

describe('runs that want the same device', () => {
  it('run one after another, and tell what they wait for', async () => {
    const first = await start(LONG, CPU);
    await inState(first, 'running');
    const second = await start(SHORT, CPU);
    const waiting = await inState(second, 'queued');
    expect(waiting).toMatchObject({ reason: `waits for cpu, held by ${first.id}`, devices: ['cpu'] });
    expect(waiting.stages[0]).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await waitForEnd(second.dir, 300)).toBeUndefined();
    const listed = (await listRuns(space.root)).map((run) => run.ok && [run.run.id, run.run.state]);
    expect(listed).toContainEqual([first.id, 'running']);
    expect(listed).toContainEqual([second.id, 'queued']);
    expect((await listDevices()).devices).toContainEqual({ id: 'cpu', title: 'Processor', holder: first.id });
    await expect(resumeRun(second.dir, { supervisor: space.supervisor() })).rejects.toThrow(
      'The run is running',
    );

    expect((await stop(first))?.state).toBe('stopped');
    expect((await waitForEnd(second.dir, 60_000))?.state).toBe('done');
    expect((await readEvents(second.dir)).flatMap(ofRun).map(({ state }) => state)).toEqual([
      'queued',
      'running',
      'done',
    ]);
    await until('the tickets to be given back', () => tickets().length === 0);
  });

  it('never run at the same time, and in the order in which they came, however many there are', async () => {
    const runs: StartedRun[] = [];
    for (let i = 0; i < 4; i += 1) runs.push(await start(SHORT, CPU));
    const spans: { from: number; to: number }[] = [];
    for (const run of runs) {
      expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
      const states = (await readEvents(run.dir)).flatMap(ofRun);
      const at = (state: string) => Date.parse(states.find((event) => event.state === state)?.time ?? '');
      spans.push({ from: at('running'), to: at('done') });
    }
    for (const [i, span] of spans.slice(1).entries()) expect(span.from).toBeGreaterThanOrEqual(spans[i]!.to);
  });

  it('do not wait for one another when their devices differ, or when they do not queue', async () => {
    const runs = [await start(LONG, CPU), await start(LONG, { kind: 'none' })];
    for (const run of runs) await inState(run, 'running');
    for (const run of runs) await stop(run);
  });
});

describe('a run that is killed', () => {
  it('frees its devices for the next', async () => {
    const holder = await start(LONG, CPU);
    await inState(holder, 'running');
    await until('its engine', () => existsSync(join(stageFolder(holder.dir, 'see'), 'config.json')));
    const next = await start(SHORT, CPU);
    await inState(next, 'queued');
    process.kill(holder.supervisor.pid, 'SIGKILL');
    await until('the next to run', async () => (await viewOf(next)).state !== 'queued');
    expect((await viewOf(holder)).state).toBe('interrupted');
    expect((await waitForEnd(next.dir, 60_000))?.state).toBe('done');
  });

  it('while it waits is interrupted, holds nobody up, and queues again when it is resumed', async () => {
    const holder = await start(LONG, CPU);
    await inState(holder, 'running');
    const lost = await start(SHORT, CPU);
    await inState(lost, 'queued');
    const last = await start(SHORT, CPU);
    expect((await inState(last, 'queued')).reason).toBe(`waits for cpu, held by ${holder.id}`);
    process.kill(lost.supervisor.pid, 'SIGKILL');
    expect((await inState(lost, 'interrupted')).reason).toMatch(/gone without a word/);
    const listed = (await listRuns(space.root)).map((run) => run.ok && [run.run.id, run.run.state]);
    expect(listed).toContainEqual([lost.id, 'interrupted']);
    expect(listed).toContainEqual([last.id, 'queued']);
    await stop(holder);
    expect((await waitForEnd(last.dir, 60_000))?.state).toBe('done');
    await resumeRun(lost.dir, { supervisor: space.supervisor() });
    expect((await waitForEnd(lost.dir, 60_000))?.state).toBe('done');
  });

  it('but whose engine hangs on to the device is waited for, then its engine is ended', async () => {
    const holder = await start(LONG, CPU);
    const engine = await until('its engine', async () => (await viewOf(holder)).stages[0]?.process?.pid);
    process.kill(engine, 'SIGSTOP');
    process.kill(holder.supervisor.pid, 'SIGKILL');
    const next = await start(SHORT, CPU);
    expect((await inState(next, 'queued')).reason).toBe(`waits for cpu, held by ${holder.id}`);
    expect(await waitForEnd(next.dir, 1000)).toBeUndefined();
    expect(await processesMentioning(holder.dir)).toContain(engine);
    // Long ago, as far as its ticket tells.
    const old = new Date(Date.now() - 60_000);
    const [oldest = ''] = [...tickets()].sort((a, b) => Number(a.split('-')[1]) - Number(b.split('-')[1]));
    utimesSync(join(queueFolder(), oldest), old, old);
    expect((await waitForEnd(next.dir, 60_000))?.state).toBe('done');
    expect(await processesMentioning(holder.dir)).not.toContain(engine);
  });
});

describe('a queued run', () => {
  it('can be stopped, and resumed later', async () => {
    const holder = await start(LONG, CPU);
    await inState(holder, 'running');
    const queued = await start(SHORT, CPU);
    await inState(queued, 'queued');
    await requestStop(queued.dir);
    expect(await waitForEnd(queued.dir, 5000)).toMatchObject({
      state: 'stopped',
      reason: 'stopped on request',
      stages: [{ state: 'waiting' }],
    });
    expect((await viewOf(holder)).state).toBe('running');
    await until('its ticket to be given back', () => tickets().length === 1);
    await stop(holder);
    await resumeRun(queued.dir, { supervisor: space.supervisor() });
    expect((await waitForEnd(queued.dir, 60_000))?.state).toBe('done');
  });

  it('passes tickets of before a restart of the machine, and torn ones', async () => {
    const self = (await identify(process.pid))!;
    mkdirSync(queueFolder(), { recursive: true });
    const stale = (boot: string, number: number, owner = self) =>
      writeFileSync(
        join(queueFolder(), `ticket-${number}-0000000${number}.json`),
        JSON.stringify({
          format: 1,
          run: 'of-yesterday',
          dir: join(space.root, 'of-yesterday'),
          owner: { ...owner, boot },
          wants: ['cpu'],
          ...(number === 1 ? { holds: ['cpu'] } : {}),
        }),
      );
    stale('another-boot', 1);
    stale('another-boot', 2);
    // The same pid today, but of another process: it began at another time.
    stale(self.boot ?? '', 3, { ...self, start: '1' });
    const torn = join(queueFolder(), 'ticket-4-00000004.json');
    writeFileSync(torn, '{"format":1,');
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(torn, longAgo, longAgo);
    const run = await start(SHORT, CPU);
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    await until('no ticket to be left', () => tickets().length === 0);
  });

  it('outlasts a queue that cannot be read for a while', async () => {
    const holder = await start(LONG, CPU);
    await inState(holder, 'running');
    const queued = await start(SHORT, CPU);
    await inState(queued, 'queued');
    const folder = queueFolder();
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, 'not a folder');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    expect((await viewOf(queued)).state).toBe('queued');
    await stop(holder);
    expect((await waitForEnd(queued.dir, 60_000))?.state).toBe('done');
  });

  it('leaves a ticket that it cannot read and that somebody touches: its owner has not lost his place', async () => {
    const newer = join(queueFolder(), 'ticket-1-0000000a.json');
    mkdirSync(queueFolder(), { recursive: true });
    writeFileSync(newer, '{"format":2}');
    await listDevices();
    expect(tickets()).toEqual(['ticket-1-0000000a.json']);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(newer, longAgo, longAgo);
    await listDevices();
    expect(tickets()).toEqual([]);
  });
});

describe('any GPUs', () => {
  // The programs that a test puts on PATH are shell scripts.
  const here = process.platform !== 'win32';
  it.runIf(here)('are chosen when the turn comes, and are all that the engine sees', async () => {
    const away = standInNvidiaSmi(space.folder('bin'), GPU_LINES);
    try {
      const one = await start(LONG, { kind: 'any', gpus: 2 });
      expect((await inState(one, 'running')).devices).toEqual(['gpu:1', 'gpu:2']);
      const two = await start(SHORT, { kind: 'any', gpus: 1 });
      expect((await waitForEnd(two.dir, 60_000))?.devices).toEqual(['gpu:0']);
      const launch = JSON.parse(
        readFileSync(join(stageFolder(two.dir, 'see'), 'launches.jsonl'), 'utf8'),
      ) as {
        env: Record<string, string>;
      };
      expect(launch.env).toMatchObject({ CUDA_VISIBLE_DEVICES: '0', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' });

      const three = await start(SHORT, { kind: 'any', gpus: 3 });
      expect((await inState(three, 'queued')).reason).toBe(`waits for 3 GPUs, held by ${one.id}`);
      const four = await start(SHORT, { kind: 'these', devices: ['gpu:0'] });
      expect((await inState(four, 'queued')).reason).toBe(`waits for gpu:0, behind ${three.id}`);
      expect((await listDevices()).devices).toEqual([
        { id: 'cpu', title: 'Processor' },
        { id: 'gpu:0', title: 'NVIDIA H200' },
        { id: 'gpu:1', title: 'NVIDIA H200', holder: one.id },
        { id: 'gpu:2', title: 'NVIDIA H200', holder: one.id },
      ]);
      await stop(one);
      expect((await waitForEnd(three.dir, 60_000))?.state).toBe('done');
      expect((await waitForEnd(four.dir, 60_000))?.state).toBe('done');

      // Devices that differ: neither waits.
      const beside = [await start(LONG, CPU), await start(LONG, { kind: 'these', devices: ['gpu:0'] })];
      for (const run of beside) await inState(run, 'running');
      for (const run of beside) await stop(run);
    } finally {
      away();
    }
  });

  it.runIf(here)('that this machine does not have are refused before anything starts', async () => {
    const away = standInNvidiaSmi(space.folder('bin'), GPU_LINES);
    const before = await listRuns(space.root);
    try {
      const greedy = start(SHORT, { kind: 'any', gpus: 99 });
      await expect(greedy).rejects.toMatchObject({
        problem: {
          code: 'SC509',
          message: 'The run cannot have the devices any:99: it wants 99 GPUs, and this machine has 3',
          hint: 'There is `cpu`, `gpu:0`, `gpu:1`, `gpu:2`; `auto` takes what the engine needs.',
        },
      });
      const lost = start(SHORT, { kind: 'these', devices: ['gpu:7'] });
      await expect(lost).rejects.toThrow('there is no gpu:7: this machine has gpu:0, gpu:1, gpu:2');
    } finally {
      away();
    }
    expect(await listRuns(space.root)).toHaveLength(before.length);
  });

  it('of names that no machine has are refused before anything starts', async () => {
    await expect(start(SHORT, { kind: 'these', devices: ['gpu:x'] })).rejects.toThrow(
      'There is no device "gpu:x"',
    );
    await expect(start(SHORT, { kind: 'any', gpus: 0 })).rejects.toThrow('There is no device "any:0"');
  });
});
