import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLaunchData, preflight } from '../../src/preflight';
import type { LaunchRequest, PreflightReport } from '../../src/protocol';
import { GPU_LINES, standInNvidiaSmi } from '../fixtures/runs/nvidia-smi';
import { smallProject, type Project } from '../cli/project';

let project: Project;
beforeEach(() => (project = smallProject(2)));
afterEach(() => project.dispose());

const request = (more: Partial<LaunchRequest> = {}): LaunchRequest => ({
  root: project.folder,
  file: project.file,
  ...more,
});
const check = ({ checks }: PreflightReport, id: PreflightReport['checks'][number]['id']) =>
  checks.find((one) => one.id === id);
const edit = (from: string | RegExp, to: string) =>
  writeFileSync(project.file, readFileSync(project.file, 'utf8').replace(from, to));

describe('preflight of the example', () => {
  it('finds nothing wrong, and says what it saw with its figures', async () => {
    const report = await preflight(request());
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.stages.map(({ id, steps }) => [id, steps])).toEqual([
      ['see', 2],
      ['think', 2],
      ['see-and-think', 2],
    ]);
    expect(check(report, 'disk')?.detail).toMatch(/free; checkpoints take .*\(241,152 weights x 12 bytes/);
    expect(check(report, 'gpu')).toMatchObject({ state: 'ok' });
    expect(check(report, 'memory')?.detail).toContain('600 MB');
    expect(report.resumable).toBeUndefined();
    // Looking starts nothing and leaves no run behind.
    expect(readdirSync(join(project.folder, '.stagecraft', 'runs'))).toEqual([]);
  });

  it('tells the checkpoints’ size as they are on the disk', async () => {
    const report = await preflight(request({ stages: { only: 'see' } }));
    const { code } = await project.cli('run', project.file, '--stage', 'see', '--no-audit');
    expect(code).toBe(0);
    const [run = ''] = readdirSync(join(project.folder, '.stagecraft', 'runs'));
    const home = join(project.folder, '.stagecraft', 'runs', run, 'stages', 'see', 'checkpoints');
    const [saved = ''] = readdirSync(home);
    const bytes = readdirSync(join(home, saved)).reduce(
      (sum, name) => sum + readFileSync(join(home, saved, name)).length,
      0,
    );
    const told = /x ([\d.]+) MB/.exec(check(report, 'disk')?.detail ?? '')?.[1];
    // To the first decimal of a megabyte, as it is shown; headers of the files are some kilobytes.
    expect(Math.abs(Number(told) - bytes / 1e6)).toBeLessThan(0.11);
  }, 120_000);

  it('has the problems of the editor, also of the data', async () => {
    const data = join(project.folder, 'data', 'perception-train.jsonl');
    writeFileSync(data, readFileSync(data, 'utf8').replace('images/train-001.png', 'images/gone.png'));
    edit('freeze: [vision]', 'freeze: [visionn]');
    const report = await preflight(request());
    expect(report.problems.filter(({ severity }) => severity === 'error').length).toBeGreaterThanOrEqual(1);
    expect(check(report, 'curriculum')?.state).toBe('error');
  });

  it('tells a stage and a variant that are not there', async () => {
    const stage = await preflight(request({ stages: { only: 'sea' } }));
    expect(stage.problems[0]).toMatchObject({
      code: 'SC508',
      hint: expect.stringContaining('see') as string,
    });
    const variant = await preflight(request({ variant: 'marged' }));
    expect(variant.problems[0]).toMatchObject({ code: 'SC520', severity: 'error' });
    expect(variant.problems[0]?.message).toContain('merged');
  });

  it('looks at the chosen stages of a variant', async () => {
    const merged = await preflight(request({ variant: 'merged' }));
    expect(merged.stages.map(({ id }) => id)).toEqual(['merged']);
    const part = await preflight(request({ stages: { from: 'think' } }));
    expect(part.stages.map(({ id }) => id)).toEqual(['think', 'see-and-think']);
  });

  it('takes an open data engine and leaves it open', async () => {
    const data = await openLaunchData(project.folder, project.file);
    try {
      const first = await preflight(request(), { data });
      const again = await preflight(request(), { data });
      expect(again.problems).toEqual(first.problems);
    } finally {
      await data.close();
    }
  });

  it('is not held up by a driver that hangs', async () => {
    const program = project.write('hanging-nvidia-smi', '#!/bin/sh\nsleep 60\n');
    chmodSync(program, 0o755);
    edit(/^engine: .*$/m, 'engine: { trl: { python: /nowhere/python } }');
    edit(/^model: .*$/m, 'model: qwen3-vl-8b');
    const started = Date.now();
    const report = await preflight(request(), { gpus: { program, patience: 300 } });
    expect(Date.now() - started).toBeLessThan(45_000);
    expect(check(report, 'gpu')).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('no answer within 0.3 s') as string,
    });
    expect(check(report, 'interpreter')?.state).toBe('error');
  });

  it.runIf(process.platform !== 'win32')('refuses devices that the machine does not have', async () => {
    const away = standInNvidiaSmi(join(project.folder, 'smi'), GPU_LINES);
    try {
      const lost = await preflight(request({ devices: { kind: 'these', devices: ['gpu:7'] } }));
      expect(lost.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'SC509' }]);
      expect(check(lost, 'queue')).toMatchObject({
        state: 'error',
        detail: expect.stringContaining('this machine has gpu:0, gpu:1, gpu:2') as string,
      });
      const greedy = await preflight(request({ devices: { kind: 'any', gpus: 99 } }));
      expect(check(greedy, 'queue')?.detail).toContain('it wants 99 GPUs, and this machine has 3');
      const there = await preflight(request({ devices: { kind: 'these', devices: ['gpu:2'] } }));
      expect(check(there, 'queue')?.state).toBe('ok');
    } finally {
      away();
    }
  });

  it('stops when it is told to', async () => {
    const gone = new AbortController();
    gone.abort(new Error('left'));
    await expect(preflight(request(), { signal: gone.signal })).rejects.toThrow('left');
  });
});

describe('a Python reward', () => {
  it('shows the interpreter that a run would take, or that there is none', async () => {
    project.write('reward.py', 'def score(rewards):\n    return [{"overall": 1.0} for _ in rewards]\n');
    edit(/^reward: .*$/m, 'reward: reward.py:score');
    expect(check(await preflight(request()), 'interpreter')).toMatchObject({ state: 'ok' });
    const own = join(project.folder, '.venv', 'bin');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'python'), '#!/bin/sh\nexec python3 "$@"\n');
    chmodSync(join(own, 'python'), 0o755);
    expect(check(await preflight(request()), 'interpreter')?.detail).toBe(join(own, 'python'));
  });
});

describe('an earlier run', () => {
  it('is offered while it can be resumed, and not when the next one is done', async () => {
    const started = await project.cli('run', project.file, '--detach', '--json');
    const { id, dir } = JSON.parse(started.stdout) as { id: string; dir: string };
    await project.cli('stop', '--now');
    const report = await preflight(request());
    expect(report.resumable).toMatchObject({ id, dir });
    const told = report.problems.find(({ code }) => code === 'SC528');
    expect(told).toMatchObject({
      severity: 'warning',
      hint: expect.stringContaining(`resume ${id}`) as string,
    });
    expect(told?.message).not.toContain('edited');
    // Neither another variant nor a rehearsal has to do with it.
    expect((await preflight(request({ variant: 'merged' }))).resumable).toBeUndefined();
    expect((await preflight(request({ rehearse: { steps: 2 } }))).resumable).toBeUndefined();
    edit('seed: 7', 'seed: 8');
    expect((await preflight(request())).resumable?.words).toContain('edited since');
  }, 120_000);
});
