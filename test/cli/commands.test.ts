import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/protocol';
import { smallProject, type Project } from './project';

let project: Project;
beforeAll(() => {
  project = smallProject();
});
afterAll(() => project.dispose());

const VERBS = ['check', 'plan', 'run', 'resume', 'stop', 'runs', 'logs', 'audit', 'report', 'demo'];

describe('the command line', () => {
  it('lists every command and explains each', async () => {
    const all = await project.cli('--help');
    expect(all.code).toBe(0);
    for (const verb of VERBS) {
      expect(all.stdout).toContain(`  ${verb}`);
      const one = await project.cli(verb, '--help');
      expect(one).toMatchObject({ code: 0, stderr: '' });
      expect(one.stdout).toContain(`stagecraft ${verb}`);
    }
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      version: string;
    };
    expect((await project.cli('--version')).stdout.trim()).toBe(version);
  });

  it.each([
    [['chekc'], 'did you mean `check`?'],
    [['check'], '`check` needs FILE...'],
    [['plan', 'a', 'b'], '`plan` takes FILE, but got 2'],
    [['runs', '--josn'], "Unknown option '--josn'"],
    [['run', 'a', '--stage', 'x', '--from', 'y'], 'give one of them'],
    [['runs', '--limit', 'many'], '--limit takes a whole number'],
  ])('%j is a mistake of usage', async (argv, message) => {
    const result = await project.cli(...argv);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
  });

  it.each([
    [['check', 'gone.yaml'], 'There is no file gone.yaml'],
    [['plan', 'shape-math.curriculum.yaml', '--variant', 'mergd'], 'has no variant `mergd`'],
    [['resume'], 'There are no runs'],
    [['audit', 'nothing'], 'There are no runs'],
    [['runs', '--workspace', 'nowhere'], 'is not a folder'],
    [['run', 'shape-math.curriculum.yaml', '--stage', 'sea'], 'There is no stage "sea"'],
  ])('%j fails with a reason', async (argv, message) => {
    const result = await project.cli(...argv);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
  });
});

describe('check', () => {
  it('finds the example clean, with all its variants', async () => {
    const result = await project.cli('check', 'shape-math.curriculum.yaml');
    expect(result.stdout).not.toMatch(/: error|: warning/);
    expect(result.code).toBe(0);
  });

  it('prints place, source, caret and fix of a mistake, and exits with 1', async () => {
    const text = readFileSync(project.file, 'utf8').replace('where: pass_rate < 1', 'where: pas_rate < 1');
    project.write('bad.curriculum.yaml', text);
    const result = await project.cli('check', 'bad.curriculum.yaml');
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/bad\.curriculum\.yaml:\d+:12: error\[SC251\]/);
    expect(result.stdout).toMatch(/where: pas_rate < 1\n.*\| +\^{8}/);
    expect(result.stdout).toContain('pass_rate');
  });

  it('prints JSON for machines, and nothing else', async () => {
    project.write('half.curriculum.yaml', 'curriculum: 1\nmodel: micro-vlm\nstages:\n  - id: s\n    dat');
    const result = await project.cli('check', '--json', '--no-data', 'half.curriculum.yaml');
    const { version, problems } = JSON.parse(result.stdout) as {
      version: number;
      problems: { code: string; line: number }[];
    };
    expect(result.code).toBe(1);
    expect(version).toBe(1);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ code, line }) => /^SC\d{3}$/.test(code) && line >= 1)).toBe(true);
  });

  it('never lets a file control the terminal', async () => {
    project.write('esc.curriculum.yaml', 'curriculum: 1\n"\\u001b[31mname": x\n');
    expect((await project.cli('check', '--no-data', 'esc.curriculum.yaml')).stdout).not.toContain('\u001b');
  });
});

describe('plan', () => {
  it('shows rows, steps with their formula and the checkpoint chain', async () => {
    const { code, stdout } = await project.cli('plan', 'shape-math.curriculum.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/1\. see {2}perception/);
    expect(stdout).toContain('from the best checkpoint of think');
    expect(stdout).toContain('easy to hard');
  });

  it('is JSON when asked, for every variant', async () => {
    for (const variant of ['merged', 'ordered', 'reversed']) {
      const { stdout } = await project.cli(
        'plan',
        'shape-math.curriculum.yaml',
        '--variant',
        variant,
        '--json',
      );
      const plan = JSON.parse(stdout) as { variant: string; totalSteps: number; stages: { id: string }[] };
      expect(plan.variant).toBe(variant);
      expect(plan.stages.map(({ id }) => id)).toEqual(
        variant === 'reversed' ? ['see-and-think', 'think', 'see'] : [variant],
      );
      expect(plan.totalSteps).toBeGreaterThan(0);
    }
  });
});
