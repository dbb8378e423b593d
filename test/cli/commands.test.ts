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

const VERBS = [
  'check',
  'plan',
  'run',
  'resume',
  'rerun',
  'stop',
  'runs',
  'logs',
  'audit',
  'report',
  'compare',
  'bundle',
  'demo',
];

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
    [['plan', 'shape-math.curriculum.yaml', '--variant', 'mergd'], 'has no variant `mergd`'],
    [['resume'], 'There are no runs'],
    [['audit', 'nothing'], 'There are no runs'],
    [['runs', '--workspace', 'nowhere'], 'is not a folder'],
    [['run', 'shape-math.curriculum.yaml', '--stage', 'sea'], 'There is no stage `sea`'],
  ])('%j fails with a reason', async (argv, message) => {
    const result = await project.cli(...argv);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
  });
});

describe('--json', () => {
  it.each([
    [['plan', 'shape-math.curriculum.yaml', '--variant', 'mergd', '--json'], 1, 'user', 'has no variant'],
    [['stop', '--json'], 1, 'user', 'There are no runs'],
    [['resume', '--json'], 1, 'user', 'There are no runs'],
    [['report', '--json'], 1, 'user', 'There are no runs'],
    [['runs', '--json', '--limit', 'many'], 2, 'usage', 'whole number'],
    [['chekc', '--json'], 2, 'usage', 'did you mean'],
  ])('%j tells its error as JSON', async (argv, code, kind, message) => {
    const result = await project.cli(...argv);
    expect(result.code).toBe(code);
    expect(JSON.parse(result.stdout)).toMatchObject({
      version: 1,
      error: { kind, message: expect.stringContaining(message) as string },
    });
    expect(result.stderr).toContain(message);
  });

  it('lists the problems that keep a run from starting', async () => {
    const text = readFileSync(project.file, 'utf8').replace('data: pictures', 'data: picturs');
    project.write('unrunnable.curriculum.yaml', text);
    const result = await project.cli('run', 'unrunnable.curriculum.yaml', '--detach', '--json');
    const { error } = JSON.parse(result.stdout) as { error: { problems: { code: string; line: number }[] } };
    expect(result.code).toBe(1);
    expect(error.problems[0]).toMatchObject({ severity: 'error', line: expect.any(Number) as number });
    const planned = await project.cli('plan', 'unrunnable.curriculum.yaml', '--json');
    expect(JSON.parse(planned.stdout)).toMatchObject({ problems: error.problems });
  });
});

describe('the engine’s word', () => {
  const withEngine = (engine: string) =>
    readFileSync(project.file, 'utf8').replace(/^engine: .*$/m, `engine: ${engine}`);

  it('is part of check and plan, at the key that causes it', async () => {
    const text = readFileSync(project.file, 'utf8').replace(
      '    freeze: [vision]',
      '    freeze: [vision]\n    engine_options: { thread: 2, updates: none }',
    );
    project.write('options.curriculum.yaml', text);
    const { code, stdout } = await project.cli('check', 'options.curriculum.yaml');
    expect(code).toBe(1);
    expect(stdout).toMatch(/yaml:\d+:23: error\[SC401\]: .*`thread`/);
    expect(stdout).toMatch(/SC402.*\n.*updates: none }\n +\| {43}\^{4}\n/);
    expect(stdout.match(/SC401/g)).toHaveLength(1);
    const planned = await project.cli('plan', 'options.curriculum.yaml', '--json');
    expect(planned.code).toBe(1);
    const { problems } = JSON.parse(planned.stdout) as { problems: { code: string; line: number }[] };
    expect(problems.map(({ code: each }) => each)).toEqual(expect.arrayContaining(['SC401', 'SC402']));
    expect(problems.every(({ line }) => line >= 1)).toBe(true);
  });

  it('names the variant that alone has the problem', async () => {
    const text = readFileSync(project.file, 'utf8').replace(
      '  hard-first:',
      '  lonely: { defaults: { rollouts: 1 } }\n  hard-first:',
    );
    project.write('lonely.curriculum.yaml', text);
    const { stdout } = await project.cli('check', 'lonely.curriculum.yaml');
    expect(stdout).toMatch(/lonely: { defaults: { rollouts: 1 } }\n +\| +\^\n.*in variant `lonely`/);
  });

  it('is told by check, and refuses a run, where the engine cannot load the model', async () => {
    project.write('far.curriculum.yaml', withEngine('trl'));
    const checked = await project.cli('check', 'far.curriculum.yaml');
    expect(checked.stdout).toMatch(/yaml:\d+:\d+: error\[SC454\]/);
    const started = await project.cli('run', 'far.curriculum.yaml', '--detach');
    expect(started.code).toBe(1);
    // Standard output is kept for the id.
    expect(started.stdout).toBe('');
    expect(started.stderr).toContain('error[SC454]');
    expect(started.stderr).toContain('Nothing was started');
  });
});

describe('check', () => {
  it('checks every file, also beside one that is not there', async () => {
    project.write('key.curriculum.yaml', 'curriculum: 1\nnmae: x\n');
    const result = await project.cli('check', '--no-data', '--json', 'gone.yaml', 'key.curriculum.yaml');
    const { problems } = JSON.parse(result.stdout) as { problems: { code: string; file: string }[] };
    expect(result.code).toBe(1);
    expect(problems.filter(({ file }) => file.endsWith('gone.yaml'))).toMatchObject([{ code: 'SC100' }]);
    expect(problems.some(({ code, file }) => file.endsWith('key.curriculum.yaml') && code === 'SC110')).toBe(
      true,
    );
  });

  it('says where failures are labelled by hand, and misses results that are not there, at their keys', async () => {
    const text = readFileSync(project.file, 'utf8').replace(
      'method: counterfactual',
      'method: [counterfactual, human]\n  from: elsewhere/results',
    );
    project.write('human.curriculum.yaml', text);
    const { stdout } = await project.cli('check', 'human.curriculum.yaml');
    expect(stdout).toMatch(/human\.curriculum\.yaml:\d+:28: note\[SC233\]/);
    expect(stdout).toMatch(/human\.curriculum\.yaml:\d+:9: error\[SC300\]: There are no results/);
  });

  it('finds the example clean, with all its variants', async () => {
    const result = await project.cli('check', 'shape-math.curriculum.yaml');
    expect(result.stdout).not.toMatch(/: error|: warning/);
    expect(result.code).toBe(0);
  });

  it('prints place, source, caret and fix of a mistake, and exits with 1', async () => {
    const text = readFileSync(project.file, 'utf8').replace(
      'where: pass_rate >= 0.2 AND pass_rate < 1',
      'where: pas_rate < 1',
    );
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
