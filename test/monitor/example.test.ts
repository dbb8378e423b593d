import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { runsFolder } from '../../src/runs';
import { smallProject, type Project } from '../cli/project';
import { until } from '../fixtures/runs/processes';
import { buildMonitor, CallFailed, MonitorClient } from './support/client';

let built: Awaited<ReturnType<typeof buildMonitor>>;
let project: Project;
let client: MonitorClient;
beforeAll(async () => {
  built = await buildMonitor();
  project = smallProject(4);
  client = MonitorClient.start(built.program);
  await client.call('watch', { roots: [project.folder] });
});
afterAll(async () => {
  await client.stop();
  project.dispose();
  built.remove();
});

const ended = (dir: string) =>
  until(
    `${dir} to end`,
    () =>
      client
        .of('runs')
        .flatMap(({ changed }) => changed)
        // A folder that is just being made has nothing to read yet: that is not an end.
        .find((run) => run.dir === dir && !['running', 'queued', 'unreadable'].includes(run.state)),
    60_000,
  );

it('checks, starts, shows, compares and bundles runs of the example, and refuses what cannot run', async () => {
  const request = { root: project.folder, file: project.file, devices: { kind: 'none' } } as const;
  expect(await client.call('warm', { root: project.folder, file: project.file })).toBeNull();
  const report = await client.call('preflight', request);
  expect(report.stages.map(({ id, steps }) => [id, steps])).toEqual([
    ['see', 4],
    ['think', 4],
    ['see-and-think', 4],
  ]);
  const first = await client.call('start', { ...request, stages: { only: 'see' } });
  const second = await client.call('start', { ...request, variant: 'hard-first', stages: { only: 'see' } });
  expect((await ended(first.dir)).state).toBe('done');
  expect((await ended(second.dir)).state).toBe('done');

  const detail = await client.call('detail', { run: first.dir });
  expect(detail.summary.file).toBe(project.file);
  expect(detail.metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['reward', 'accuracy', 'kl']),
  );
  expect(detail.samples).toBeGreaterThan(0);
  const { samples, total } = await client.call('samples', { run: first.dir, offset: 0, count: 1 });
  expect(total).toBe(detail.samples);
  expect(samples[0]?.sample.question).not.toBe('');
  const files = await client.call('files', { run: first.dir });
  expect(files[0]).toMatchObject({
    path: project.file,
    text: expect.stringContaining('curriculum: 1') as string,
  });

  const rates = await client.call('passRates', { run: first.dir });
  const [see] = rates;
  const rows = (see?.bins.reduce((sum, count) => sum + count, 0) ?? 0) + (see?.unknown ?? 0);
  expect(see?.bins).toHaveLength(20);
  expect(rows).toBe(detail.stages[0]?.rows);
  const [low = NaN, middle = NaN, high = NaN] = see?.band ?? [];
  expect(low).toBeLessThanOrEqual(middle);
  expect(middle).toBeLessThanOrEqual(high);

  const comparison = await client.call('compare', { runs: [first.dir, second.dir] });
  expect(comparison.settings).toEqual([
    expect.objectContaining({ stage: 'see', key: 'order', values: [expect.any(String), expect.any(String)] }),
  ]);
  expect(comparison.metrics.find(({ metric }) => metric === 'reward')?.values).toHaveLength(2);
  const text = await project.cli('compare', 'latest', first.id);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/#1 .*hard-first.*done/);
  expect(text.stdout).toMatch(/see +order +\S/);
  const json = JSON.parse((await project.cli('compare', first.id, second.id, '--json')).stdout) as object;
  expect(json).toMatchObject({
    version: 1,
    runs: [{ id: first.id }, { id: second.id }],
    seconds: [expect.any(Number), expect.any(Number)],
  });
  expect((await project.cli('compare', first.id, first.id)).code).toBe(2);

  // A torn `run.json` beside a state that can be read: nothing is known of its settings.
  const manifest = join(second.dir, 'run.json');
  const whole = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, whole.slice(0, 100));
  const half = JSON.parse((await project.cli('compare', first.id, second.id, '--json')).stdout) as object;
  expect(half).toMatchObject({ settings: [], unknown: [second.id] });
  const said = (await project.cli('compare', first.id, second.id)).stdout;
  expect(said).toContain(`The settings of ${second.id} are unknown: its run.json cannot be read.`);
  expect(said).not.toContain('No settings differ');
  expect((await project.cli('runs')).stdout).toContain('it cannot be resumed: run.json is torn or not JSON');
  for (const more of [[], ['-d']])
    expect(await project.cli('resume', second.id, ...more)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('run.json is torn or not JSON') as string,
    });
  writeFileSync(manifest, whole);

  const output = join(project.folder, 'x.zip');
  expect((await client.call('bundle', { run: first.dir, output })).files).toContain('stages/see/log.txt');
  const zip = await project.cli('bundle', first.id);
  expect(zip.stdout.trim().split('\n').at(-1)).toBe(join(project.folder, `${first.id}.zip`));

  project.write('bad.curriculum.yaml', 'curriculum: 1\nname: bad\n');
  const refused = await client
    .call('start', { ...request, file: join(project.folder, 'bad.curriculum.yaml') })
    .catch((error: unknown) => (error instanceof CallFailed ? error.failure : error));
  expect(refused).toMatchObject({ message: expect.stringContaining('Nothing was started') as string });
  expect(refused).not.toHaveProperty('defect');
  const again = await client.call('rerun', { run: first.dir, evenIfChanged: true });
  expect(again.started?.dir.startsWith(runsFolder(project.folder))).toBe(true);
  await client.call('stop', { run: again.started?.dir ?? '', grace: 0 });
  expect(client.stderr).toBe('');
});
