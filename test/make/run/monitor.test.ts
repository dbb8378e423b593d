import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildMonitor, MonitorClient } from '../../monitor/support/client';
import { until } from '../../fixtures/runs/processes';
import { startScripted } from '../support/scripted-server';
import { isKept, MakeWorkspace, World } from './world';

let program: string;
let remove: () => void;
let monitor: MonitorClient | undefined;
beforeAll(async () => void ({ program, remove } = await buildMonitor()), 60_000);
afterEach(() => monitor?.stop());
afterAll(() => remove());

const SECRET = 'sk-only-in-memory-0987654321';

/** Files below a folder that hold a text. */
const filesWith = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });

describe('the monitor', () => {
  it('says what a make would cost, makes it with keys that it never writes, and shows it as a run', async () => {
    const world = new World(12);
    const seen = new Set<string | undefined>();
    const server = await startScripted({
      reply: (request) => {
        seen.add(request.headers.authorization);
        return world.reply(request);
      },
      delay: 100,
    });
    const urls = { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url };
    const space = new MakeWorkspace({ urls, captions: 12, model: 'key: EDITOR_ONLY_KEY' });
    const { root, file } = space;
    monitor = MonitorClient.start(program);
    const client = monitor;
    await client.call('watch', { roots: [root] });

    const plan = await client.call('makePlan', { root, file });
    expect(plan.keys).toEqual(['EDITOR_ONLY_KEY']);
    expect(plan.endpoints.map(({ name }) => name)).toEqual(['writer', 'vlm-a', 'vlm-b']);
    expect(plan.datasets).toMatchObject([{ dataset: 'docci', to: space.to, requests: 12 + 12 + 72 + 16 }]);
    expect(plan.datasets[0]).not.toHaveProperty('made');
    expect(server.requests).toHaveLength(0);

    const { dir } = await client.call('make', {
      root,
      file,
      datasets: ['docci'],
      keys: { EDITOR_ONLY_KEY: SECRET, LD_PRELOAD: '/nowhere.so' },
    });
    const first = await until(
      'requests',
      async () => (server.requests.length > 20 ? client.call('detail', { run: dir }) : undefined),
      60_000,
    );
    expect(first.summary).toMatchObject({ engine: 'make', make: { datasets: ['docci'] }, state: 'running' });
    expect(first.stages).toMatchObject([{ id: 'docci', kind: 'make' }]);
    await client.call('stop', { run: dir });
    const stateOf = async () => (await client.call('runs', { limit: 5 })).runs[0];
    await until('the stop', async () => (await stateOf())?.state === 'stopped', 60_000);

    await client.call('resume', { run: dir, keys: { EDITOR_ONLY_KEY: SECRET } });
    const done = await until(
      'the end',
      async () => {
        const run = await stateOf();
        return run === undefined || run.state === 'running' ? undefined : run;
      },
      120_000,
    );
    expect([done.state, done.reason]).toEqual(['done', undefined]);
    expect(space.all()).toHaveLength(Array.from({ length: 12 }, (_, i) => i).filter(isKept).length);

    const detail = await client.call('detail', { run: dir });
    expect(detail.metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['requests', 'right', 'wrong', 'kept', 'rated']),
    );
    expect(detail.metrics.find(({ name }) => name === 'requests')?.doc).toContain('Requests');
    expect(detail.samples).toBeGreaterThan(0);
    expect([...seen]).toEqual([`Bearer ${SECRET}`]);
    expect(filesWith(root, SECRET)).toEqual([]);
    expect((await client.call('makePlan', { root, file })).datasets[0]?.made).toBe('fresh');
  }, 240_000);

  it('refuses keys of a wrong shape without repeating them, and folders that are not open', async () => {
    const world = new World(1);
    const server = await startScripted({ reply: world.reply });
    const urls = { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url };
    const space = new MakeWorkspace({ urls, captions: 1 });
    const { root, file } = space;
    monitor = MonitorClient.start(program);
    const client = monitor;
    const refused = (params: object, call = 'make') =>
      client.send({ call, params }).then(
        () => 'no refusal',
        (error: unknown) => (error as Error).message,
      );
    expect(await refused({ root, file })).toMatch(/is not an open workspace/);
    await client.call('watch', { roots: [root] });
    for (const keys of [{ 'NO NAME': SECRET }, { KEY: [SECRET] }, [SECRET], SECRET]) {
      const words = await refused({ root, file, keys });
      expect(words).toMatch(/expected keys/);
      expect(words).not.toContain(SECRET);
    }
    expect(await refused({ root, file: 'made.curriculum.yaml' })).toMatch(/absolute path/);
    expect(await refused({ root, file, datasets: ['nothing'] })).toMatch(/no dataset `nothing`/);
    expect(await refused({ root, file, datasets: ['nothing'] }, 'makePlan')).toMatch(/no dataset `nothing`/);
    expect(server.requests).toHaveLength(0);
  }, 60_000);
});
