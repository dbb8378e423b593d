import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outcome, smallProject, until, type Project } from './project';

let project: Project;
afterEach(() => project.dispose());

interface RunsJson {
  readonly runs: readonly {
    readonly id: string;
    readonly dir: string;
    readonly state: string;
    readonly stages: readonly { id: string; state: string; step: number }[];
  }[];
}

const latest = async () => (JSON.parse((await project.cli('runs', '--json')).stdout) as RunsJson).runs[0];

describe('run', () => {
  it(
    'trains, predicts, audits and reports, and prints the path of the report last',
    { timeout: 240_000 },
    async () => {
      project = smallProject(2);
      const { code, stdout, stderr } = await project.cli('run', 'shape-math.curriculum.yaml');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const stage of ['see', 'think', 'see-and-think'])
        expect(stdout).toContain(`${stage}: done  step 2/2`);
      expect(stdout).toContain('Accuracy by arm');
      const report = stdout.trim().split('\n').at(-1) ?? '';
      const html = readFileSync(report, 'utf8');
      expect(html).toContain("default-src 'none'");
      expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/);

      const again = await project.cli('audit', '--json');
      expect((JSON.parse(again.stdout) as { items: number }).items).toBe(24);
      expect((await project.cli('logs', '--stage', 'see')).code).toBe(0);

      const written = readFileSync(project.file, 'utf8');
      const refused = await project.cli('bundle', '--output', project.file);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is no zip')]);
      expect(readFileSync(project.file, 'utf8')).toBe(written);
      expect((await project.cli('bundle', '--output', '.')).stderr).toContain('is a folder');
      for (const _time of ['first', 'again'])
        expect((await project.cli('bundle', '--output', 'run.zip')).code).toBe(0);

      expect(html).toContain('easy rows first');

      const file = 'shape-math.curriculum.yaml';
      const merged = await project.cli('run', file, '--variant', 'merged', '--json', '--no-audit');
      expect(merged.code).toBe(0);
      const told = JSON.parse(merged.stdout) as { id: string; state: string; report?: string };
      expect(told.state).toBe('done');
      expect(told.report).toBeUndefined();
      // What the run was told not to do by itself can be made up for.
      const later = JSON.parse((await project.cli('resume', '--json')).stdout) as { report: string };
      expect(readFileSync(later.report, 'utf8')).not.toContain('easy rows first');
      expect((await project.cli('runs')).stdout).toMatch(/see ✓ \(best [01]\.\d\d\).* > predict ✓ > audit ✓/);
      const runs = (JSON.parse((await project.cli('runs', '--json')).stdout) as RunsJson).runs;
      expect(runs.map(({ state }) => state)).toEqual(['done', 'done']);
      const compared = await project.cli('report', runs[1]!.id, runs[0]!.id.slice(-4));
      expect(compared.code).toBe(0);
      expect(compared.stdout).toContain('24 common');
      expect(runs[0]!.id).toBe(told.id);
      expect(existsSync(compared.stdout.trim().split('\n').at(-1)!)).toBe(true);
    },
  );

  it('is stopped by Ctrl-C with a checkpoint and resumed where it was', { timeout: 240_000 }, async () => {
    // Far more steps than are taken: a quick machine must not be done before it is stopped.
    project = smallProject(2_000);
    const child = project.start('run', 'shape-math.curriculum.yaml');
    const ended = outcome(child);
    await until('three steps are done', async () => ((await latest())?.stages[0]?.step ?? 0) >= 3, 90);
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toContain('resume');
    const run = (await latest())!;
    expect(run.state).toBe('stopped');
    const step = run.stages[0]!.step;
    expect(readdirSync(join(run.dir, 'stages', 'see', 'checkpoints')).length).toBeGreaterThan(0);

    expect((await project.cli('resume', '--detach')).stdout.trim()).toBe(run.id);
    await until('it goes on', async () => ((await latest())?.stages[0]?.step ?? 0) > step, 90);
    expect((await project.cli('resume')).stderr).toMatch(/is running/);
    expect(JSON.parse((await project.cli('stop', '--json')).stdout)).toMatchObject({ state: 'stopped' });
    const events = readFileSync(join(run.dir, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; step: number; stage: string });
    const steps = events
      .filter(({ type, stage, step: at }) => type === 'metric' && stage === 'see' && at > 0)
      .map((event) => event.step);
    // No step is lost and none is trained twice (step 0 is the validation before the first).
    expect(steps).toEqual(steps.map((_, i) => i + 1));

    const again = project.start('resume');
    const told = outcome(again);
    await until('it goes on once more', async () => ((await latest())?.stages[0]?.step ?? 0) > steps.length);
    again.kill('SIGINT');
    // What happened before the run was resumed is not told as if it happened now.
    const { stdout } = await told;
    expect(stdout.match(/^see: \w+/gm)).toEqual(['see: running', 'see: stopped']);
  });

  it('goes on when its terminal is gone, and tells', { timeout: 240_000 }, async () => {
    project = smallProject(4);
    const { stdout } = await project.cli('run', 'shape-math.curriculum.yaml', '--detach', '--json');
    const { id, dir } = JSON.parse(stdout) as { id: string; dir: string };
    await until('the run is done', async () => (await latest())?.state === 'done', 120);
    expect((await latest())!.id).toBe(id);
    // The audit is the run's own last act: nobody had to stay for it.
    expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain("default-src 'none'");
    const shown = await project.cli('resume');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('Accuracy by arm');
    expect(shown.stdout.trim().split('\n').at(-1)).toBe(join(dir, 'report.html'));
  });

  it('starts nothing when the curriculum has errors', async () => {
    project = smallProject();
    project.write(
      'shape-math.curriculum.yaml',
      readFileSync(project.file, 'utf8').replace('data: pictures', 'data: picturs'),
    );
    const { code, stderr } = await project.cli('run', 'shape-math.curriculum.yaml');
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing was started');
    expect(existsSync(join(project.folder, '.stagecraft', 'runs'))).toBe(false);
  });
});
