import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/protocol';
import { readEvents, readRun, type RunView } from '../../../src/runs';
import { readStatus } from '../../../src/runs/folder/state';
import { outcome } from '../../cli/project';
import { discard } from '../../fixtures/discard';
import { processesMentioning, until } from '../../fixtures/runs/processes';
import { fill, mountSmallDisk, unmount } from '../../fixtures/runs/small-disk';
import { startScripted, type Scripted } from '../support/scripted-server';
import { isKept, MakeWorkspace, World } from './world';

const KEPT = Array.from({ length: 60 }, (_, i) => i).filter(isKept).length;
/** 60 written, 60 verified, 3 arms of 60 by two models, one of each row that is kept. */
const ALL = 60 + 60 + 360 + KEPT;
/** Requests that were under way when their asker was killed: 8 a model. */
const UNDER_WAY = 24;

/** Answers take a moment, so that there is a middle in which something can happen. */
const open = async (): Promise<{ readonly space: MakeWorkspace; readonly server: Scripted }> => {
  const world = new World();
  const server = await startScripted({ reply: world.reply, delay: 60 });
  return {
    server,
    space: new MakeWorkspace({ urls: { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url } }),
  };
};

async function begin(space: MakeWorkspace): Promise<string> {
  const { stdout, stderr } = await space.make('--detach', '--json');
  expect(stderr).not.toContain('error');
  return (JSON.parse(stdout) as { dir: string }).dir;
}

async function viewOf(dir: string): Promise<RunView> {
  const reading = await readRun(dir);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.run;
}

const ended = (dir: string): Promise<RunView> =>
  until(
    'the run to end',
    async () => {
      const run = await viewOf(dir);
      return run.state === 'running' || run.state === 'queued' ? undefined : run;
    },
    120_000,
  );

const asked = (server: Scripted, least: number): Promise<true> =>
  until(`${least} requests`, () => server.requests.length >= least, 120_000).then(() => true);

async function makerOf(dir: string): Promise<number> {
  return until('the maker', async () => {
    const status = await readStatus(dir);
    return status.ok ? status.value.stages[0]?.process?.pid : undefined;
  });
}

/** Everything is there once, and hardly anything was asked twice. */
function expectWhole(space: MakeWorkspace, server: Scripted): void {
  const rows = space.all();
  expect(rows).toHaveLength(KEPT);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(KEPT);
  const times = new Map<string, number>();
  for (const { body } of server.requests) {
    const key = JSON.stringify(body);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  expect(times.size).toBe(ALL);
  expect(server.requests.length).toBeLessThanOrEqual(ALL + UNDER_WAY);
  expect(Math.max(...times.values())).toBeLessThanOrEqual(2);
}

describe('a make that is interrupted', () => {
  it('by kill -9 of its maker fails with the truth, and resume asks only for the rest', async () => {
    const { space, server } = await open();
    const dir = await begin(space);
    await asked(server, 200);
    process.kill(await makerOf(dir), 'SIGKILL');
    const failed = await ended(dir);
    expect([failed.state, failed.engine, failed.make]).toEqual(['failed', 'make', { datasets: ['docci'] }]);
    expect(failed.reason).toMatch(/^docci: .*SIGKILL/);
    expect(existsSync(join(space.to, 'train.jsonl'))).toBe(false);

    const resumed = await space.cli('resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expectWhole(space, server);
    // Curves go on where they were.
    const steps = (await readEvents(dir)).flatMap((event) => (event.type === 'metric' ? event.step : []));
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect((await space.cli('runs')).stdout).toContain('docci ✓');
  }, 300_000);

  it('by kill -9 of its supervisor ends its maker, too, and resume asks only for the rest', async () => {
    const { space, server } = await open();
    const dir = await begin(space);
    await asked(server, 150);
    const maker = await makerOf(dir);
    const status = await readStatus(dir);
    process.kill(status.ok ? status.value.supervisor.pid : 0, 'SIGKILL');
    await until('the maker to end', async () => !(await processesMentioning(dir)).includes(maker), 30_000);
    expect((await viewOf(dir)).state).toBe('interrupted');
    expect((await space.cli('resume')).code).toBe(0);
    expectWhole(space, server);
  }, 300_000);

  it('by a stop ends at once, and resume asks only for the rest', async () => {
    const { space, server } = await open();
    const dir = await begin(space);
    await asked(server, 150);
    const before = Date.now();
    expect((await space.cli('stop')).code).toBe(0);
    expect(Date.now() - before).toBeLessThan(30_000);
    expect((await viewOf(dir)).state).toBe('stopped');
    const told = server.requests.length;
    const again = await space.make('--dry-run', '--json');
    expect((JSON.parse(again.stdout) as { resumable?: { dir: string } }).resumable?.dir).toBe(dir);
    expect(server.requests.length).toBe(told);
    expect((await space.cli('resume')).code).toBe(0);
    expectWhole(space, server);
    expect((await space.cli('rerun')).stderr).toContain('is not run again');
  }, 300_000);

  it('by Ctrl-C in its window is stopped, and says how it goes on', async () => {
    const { space, server } = await open();
    const child = space.start('make', 'made.curriculum.yaml');
    const told = outcome(child);
    await asked(server, 100);
    child.kill('SIGINT');
    const { code, stdout } = await told;
    expect(code).toBe(1);
    expect(stdout).toContain('what is answered is kept');
    expect(stdout).toMatch(/resume .* goes on/);
  }, 300_000);

  it('by a server that dies half-way keeps what is answered, and a new server answers only the rest', async () => {
    const world = new World();
    const healthy = await startScripted({ reply: world.reply });
    const mortal = await startScripted({
      reply: (request) => (request.number >= 70 ? { fault: 'die' } : world.reply(request)),
    });
    const urls = { writer: healthy.url, 'vlm-a': healthy.url, 'vlm-b': mortal.url };
    const space = new MakeWorkspace({ urls });
    const { code, stdout } = await space.make();
    expect(code).toBe(1);
    expect(stdout).toMatch(/docci: failed.*vlm-b/);
    expect(existsSync(join(space.to, 'made.json'))).toBe(false);

    const next = await startScripted({ reply: world.reply });
    space.write({ urls: { ...urls, 'vlm-b': next.url } });
    const again = await space.make();
    expect(again.code, again.stdout).toBe(0);
    expect(space.all()).toHaveLength(KEPT);
    const answered = mortal.requests.filter(({ number }) => number < 70).length;
    expect(next.requests.length).toBeLessThanOrEqual(180 - answered + 8);
    expect(healthy.requests.length).toBe(60 + 60 + 180 + KEPT);
  }, 300_000);

  it('by another maker of the same folder: the second says who is at work', async () => {
    const { space, server } = await open();
    const dir = await begin(space);
    await asked(server, 20);
    const second = await space.make();
    expect(second.code).toBe(1);
    expect(second.stdout).toMatch(/docci: failed: Process \d+ on .* makes the dataset/);
    expect((await ended(dir)).state).toBe('done');
    expectWhole(space, server);
  }, 300_000);

  it('by a full disk says so, and goes on when there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-small-'));
    const disk = mountSmallDisk(folder, 40);
    if (disk === undefined) return;
    try {
      const world = new World();
      const server = await startScripted({ reply: world.reply, delay: 60 });
      const urls = { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url };
      const space = new MakeWorkspace({ urls, parent: disk });
      const dir = await begin(space);
      await asked(server, 150);
      fill(join(disk, 'filler'), disk);
      const failed = await ended(dir);
      expect([failed.state, failed.reason]).toEqual(['failed', expect.stringMatching(/disk/i)]);
      rmSync(join(disk, 'filler'));
      const resumed = await space.cli('resume');
      expect(resumed.code, resumed.stdout).toBe(0);
      expect(space.all()).toHaveLength(KEPT);
    } finally {
      unmount(disk);
      discard(folder);
    }
  }, 300_000);
});

describe('keys', () => {
  it('reach the server and are written nowhere', async () => {
    const world = new World();
    const seen = new Set<string | undefined>();
    const server = await startScripted({ reply: world.reply });
    const urls = { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url };
    const space = new MakeWorkspace({ urls, model: 'key: STAGECRAFT_TEST_KEY', captions: 6 });
    const secret = 'sk-a-secret-of-the-test-1234567890';
    process.env.STAGECRAFT_TEST_KEY = secret;
    try {
      const { code, stdout } = await space.make('--json');
      expect(code, stdout).toBe(0);
    } finally {
      delete process.env.STAGECRAFT_TEST_KEY;
    }
    for (const { headers } of server.requests) seen.add(headers.authorization);
    expect([...seen]).toEqual([`Bearer ${secret}`]);
    expect(filesWith(space.root, secret)).toEqual([]);
    expect(existsSync(join(packageRoot(), 'dist', 'maker.cjs'))).toBe(true);
  }, 120_000);
});

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });
}
