import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { packageRoot } from '../../src/protocol';
import {
  checkMachine,
  listRuns,
  readEvents,
  readRun,
  resumeRun,
  stageFolder,
  waitForEnd,
} from '../../src/runs';
import { readStatus } from '../../src/runs/folder/state';
import { until } from '../fixtures/runs/processes';
import { fill, mountSmallDisk, unmount } from '../fixtures/runs/small-disk';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const nobodyLeft = (dir: string) =>
  until('all processes of the run to end', async () => (await space.orphans(dir)).length === 0);
const modelAt = (run: string, step: number): unknown =>
  JSON.parse(readFileSync(join(stageFolder(run, 'see'), `checkpoints/step-${step}/model.json`), 'utf8'));

describe('who starts a run', () => {
  it('may be killed: the run goes on to its end', async () => {
    const options = join(space.root, 'options.json');
    const plan = space.plan([{ id: 'see', steps: 40, faults: { stepMs: 20 } }]);
    const { engine: _engine, ...rest } = space.options(plan);
    writeFileSync(options, JSON.stringify(rest));
    const cli = spawn(process.execPath, [join(space.programs, 'starter.cjs'), options], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const dir = await new Promise<string>((resolve) => {
      cli.stdout.once('data', (data: Buffer) => resolve(data.toString().split('\n')[0] ?? ''));
    });
    if (cli.pid === undefined) throw new Error('The starter did not start.');
    // The whole group, as a closing terminal does; on Windows the process tree would include no more.
    process.kill(process.platform === 'win32' ? cli.pid : -cli.pid, 'SIGKILL');
    await until('the starter to be gone', () => cli.exitCode !== null || cli.signalCode !== null);
    expect(await readRun(dir)).toMatchObject({ ok: true, run: { state: 'running' } });
    expect((await waitForEnd(dir, 60_000))?.state).toBe('done');
    await nobodyLeft(dir);
  });

  it('may start several at once: each gets a folder of its own', async () => {
    const plan = space.plan([{ id: 'see', steps: 5 }]);
    const runs = await Promise.all([1, 2, 3].map(() => space.start(plan)));
    expect(new Set(runs.map((run) => run.dir)).size).toBe(3);
    for (const run of runs) expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    expect((await listRuns(space.root)).filter((reading) => reading.ok)).toHaveLength(4);
  });

  it('may resume twice at once: one supervisor gets the run, the other is refused', async () => {
    const run = await space.start(space.plan([{ id: 'see', steps: 30, faults: { stepMs: 20, exitAt: 5 } }]));
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('failed');
    const command = { supervisor: space.supervisor() };
    const outcomes = await Promise.allSettled([resumeRun(run.dir, command), resumeRun(run.dir, command)]);
    await waitForEnd(run.dir, 60_000);
    await nobodyLeft(run.dir);
    // Whoever asks second may find the other's supervisor as well as a refusal: but only one ever started training.
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true);
    const started = (await readEvents(run.dir)).filter((event) => event.type === 'started');
    expect(started).toHaveLength(2);
  });
});

describe('the clock', () => {
  it('may be set back and forth in the middle of a run', async () => {
    const clock = join(space.root, 'clock');
    writeFileSync(clock, '0');
    process.env.TEST_CLOCK = clock;
    const [node = '', ...rest] = space.supervisor();
    const preload = join(packageRoot(), 'test/fixtures/runs/clock.cjs');
    const run = await space.start(space.plan([{ id: 'see', steps: 150, faults: { stepMs: 30 } }]), {
      supervisor: [node, '--require', preload, ...rest],
    });
    const beats = async () => {
      const status = await readStatus(run.dir);
      return status.ok ? status.value.heartbeat.count : 0;
    };
    const DAY = 86_400_000;
    for (const shift of [-400 * DAY, 4000 * DAY]) {
      const before = await beats();
      writeFileSync(clock, String(shift));
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - shift }); // the reader's clock, too
      await until('a heartbeat', async () => (await beats()) > before);
      const reading = await readRun(run.dir);
      expect(reading).toMatchObject({ ok: true, run: { state: 'running' } });
      expect(reading.ok && reading.run.note).toBeUndefined();
      vi.useRealTimers();
    }
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    const years = (await readEvents(run.dir)).map((event) => Number(event.time.slice(0, 4)));
    expect(Math.max(...years) - Math.min(...years)).toBeGreaterThan(8); // the clock did jump
    delete process.env.TEST_CLOCK;
    await nobodyLeft(run.dir);
  });
});

describe('a full disk', () => {
  const BALLAST = 300_000;
  const stage = { id: 'see', steps: 60, saveEvery: 10, faults: { stepMs: 5, ballast: BALLAST } };

  it('a file that may not grow (quota) ends the run cleanly; resume works when it may', async () => {
    if (process.platform === 'win32') {
      console.warn('NOT RUN: files that may not grow cannot be made on Windows (no RLIMIT_FSIZE)');
      return;
    }
    const limit = ['/bin/sh', '-c', 'ulimit -f 512; exec "$@"', 'sh']; // 256 or 512 KiB, by the shell
    const plan = space.plan([{ ...stage, steps: 200, faults: { wordy: 4000 } }]);
    const run = await space.start(plan, { supervisor: space.supervisor(5000, limit) });
    const end = await waitForEnd(run.dir, 60_000);
    expect(end?.state).toBe('failed');
    expect(end?.reason).toBe('see: disk full');
    const lines = readFileSync(join(run.dir, 'events.jsonl'), 'utf8').split('\n');
    expect(lines.pop()).toBe('');
    expect(await readEvents(run.dir)).toHaveLength(lines.length); // no torn line
    await nobodyLeft(run.dir);

    await resumeRun(run.dir, { supervisor: space.supervisor() });
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    expect(modelAt(run.dir, 200)).toMatchObject({ step: 200 });
    await nobodyLeft(run.dir);
  });

  it('of events ends the run cleanly with the reason; resume works after space is freed', async () => {
    const disk = smallDisk();
    if (disk === undefined) return;
    const small = await TestWorkspace.make(disk);
    try {
      const run = await small.start(
        small.plan([{ ...stage, steps: 150, saveEvery: 1000, faults: { stepMs: 10 } }]),
      );
      await until('some events', async () => (await readEvents(run.dir)).length > 20);
      const filler = join(disk, 'filler');
      fill(filler, disk);
      const end = await waitForEnd(run.dir, 60_000);
      expect(end?.state).toBe('failed');
      expect(end?.reason).toBe('see: disk full');
      await until('the end of all processes', async () => (await small.orphans(run.dir)).length === 0);
      const lines = readFileSync(join(run.dir, 'events.jsonl'), 'utf8').trim().split('\n');
      expect(await readEvents(run.dir)).toHaveLength(lines.length); // no torn line
      expect(readdirSync(run.dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect((await checkMachine(small.root))[0]?.code).toBe('SC501');
      await expect(small.start(small.plan([stage]))).rejects.toThrow(/disk/);

      rmSync(filler);
      await resumeRun(run.dir, { supervisor: small.supervisor() });
      expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
      const steps = new Set(
        (await readEvents(run.dir)).flatMap((event) => (event.type === 'metric' ? event.step : [])),
      );
      expect(steps.has(150)).toBe(true);
    } finally {
      await small.remove();
      unmount(disk);
    }
  });

  it('of checkpoints ends the run with the reason; resume works after space is freed', async () => {
    const disk = smallDisk();
    if (disk === undefined) return;
    const small = await TestWorkspace.make(disk);
    try {
      const filler = join(disk, 'filler');
      fill(filler, disk, 3 * BALLAST);
      const run = await small.start(small.plan([stage]), {}).catch(async () => {
        // Too little is free for a start by the books: begin with room, then take it.
        rmSync(filler);
        const started = await small.start(small.plan([stage]));
        fill(filler, disk, 2 * BALLAST);
        return started;
      });
      const end = await waitForEnd(run.dir, 60_000);
      expect(end?.state).toBe('failed');
      expect(end?.reason).toMatch(/disk full/);
      await until('the end of all processes', async () => (await small.orphans(run.dir)).length === 0);
      rmSync(filler);
      await resumeRun(run.dir, { supervisor: small.supervisor() });
      expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
      expect(modelAt(run.dir, 60)).toMatchObject({ step: 60 });
    } finally {
      await small.remove();
      unmount(disk);
    }
  });
});

/** A disk of 24 MB of its own, where that can be had. */
const smallDisk = (): string | undefined =>
  mountSmallDisk(space.folder(`disk-${Math.random().toString(36).slice(2)}`), 24);
