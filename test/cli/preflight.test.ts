import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallProject, type Project } from './project';

let project: Project;
beforeAll(() => (project = smallProject(2)));
afterAll(() => project.dispose());

describe('preflight', () => {
  it('prints a list with figures, or one JSON value', async () => {
    const { code, stdout } = await project.cli('preflight', project.file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +Curriculum +3 stages, 6 steps/m);
    expect(stdout).toMatch(/^ok +Disk +.* free; checkpoints take /m);
    expect(stdout).toContain('Would run see (2 steps');
    expect(stdout.trim().endsWith('Ready.')).toBe(true);
    const json = JSON.parse((await project.cli('preflight', project.file, '--json')).stdout) as {
      version: number;
      checks: { id: string; state: string }[];
      problems: unknown[];
      stages: { id: string }[];
    };
    expect(json.version).toBe(1);
    expect(json.checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['curriculum', 'engine', 'gpu', 'disk', 'memory', 'queue', 'earlier-run']),
    );
    expect(json.stages.map(({ id }) => id)).toEqual(['see', 'think', 'see-and-think']);
  });

  it('ends with 1 for errors, which have code, line and fix', async () => {
    const file = project.write(
      'broken.curriculum.yaml',
      readFileSync(project.file, 'utf8').replace('data: pictures', 'data: picturs'),
    );
    const { code, stdout } = await project.cli('preflight', file, '--json');
    expect(code).toBe(1);
    const { problems } = JSON.parse(stdout) as {
      problems: { severity: string; line?: number; hint?: string }[];
    };
    const error = problems.find(({ severity }) => severity === 'error');
    expect(error?.line).toBeGreaterThan(1);
    expect(error?.hint).toContain('pictures');
  });

  it.each([
    ['--stage', 'error[SC508]: ', 'sea'],
    ['--variant', 'error[SC520]: ', 'merged-twice'],
  ])('says what is wrong with %s, not only that something is', async (option, head, name) => {
    const { code, stdout } = await project.cli('preflight', project.file, option, name);
    expect(code).toBe(1);
    expect(stdout).toContain(head);
    expect(stdout).toContain(name);
  });
});

describe('sample', () => {
  it('fails where the prompt cannot be rendered, also for a response that is given', async () => {
    const file = project.write(
      'prompt.curriculum.yaml',
      readFileSync(project.file, 'utf8').replace(/^prompt: .*$/m, 'prompt: bare.jinja'),
    );
    project.write('bare.jinja', 'No question here.');
    const { code, stdout } = await project.cli('sample', file, '--response', '\\boxed{1}');
    expect(stdout).toContain('It cannot be rendered: ');
    expect(code).toBe(1);
  });
});

describe('command', () => {
  it('gives the argv, files and folder of each stage as JSON', async () => {
    const { code, stdout } = await project.cli('command', project.file, '--json');
    expect(code).toBe(0);
    const stages = JSON.parse(stdout) as {
      stage: string;
      argv: string[];
      env: Record<string, string>;
      cwd: string;
      files: { path: string; contents: string }[];
    }[];
    expect(stages.map(({ stage }) => stage)).toEqual(['see', 'think', 'see-and-think']);
    for (const { argv, files, cwd } of stages) {
      expect(cwd).toBe(project.folder);
      expect(argv).toHaveLength(3);
      // What the process is told lies in the file that it is given.
      expect(files.map(({ path }) => path)).toEqual([argv[2]]);
      expect(JSON.parse(files[0]?.contents ?? '')).toMatchObject({ kind: 'train' });
    }
    const one = JSON.parse(
      (await project.cli('command', project.file, '--stage', 'think', '--json')).stdout,
    ) as unknown[];
    expect(one).toEqual([stages[1]]);
  });

  it('prints it as shell lines, and refuses what has no command', async () => {
    const { stdout } = await project.cli('command', project.file, '--stage', 'think');
    expect(stdout).toContain(`# think, in ${project.folder}`);
    expect(stdout).toContain('embedded-runner.cjs');
    expect(stdout).not.toContain('# see,');
    const sea = await project.cli('command', project.file, '--stage', 'sea', '--json');
    expect(sea.code).toBe(1);
    expect(JSON.parse(sea.stdout)).toMatchObject({ error: { kind: 'user' } });
    const file = project.write(
      'large.curriculum.yaml',
      readFileSync(project.file, 'utf8').replace(/^engine: .*$/m, 'engine: trl'),
    );
    const refused = await project.cli('command', file, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { kind: 'user' } });
  });
});

describe('sample', () => {
  it('prints the steps, or one JSON value; 1 where the gold answer is not right', async () => {
    const given = ['--row', 'text-train-0002', '--response', 'so \\boxed{8}'];
    const text = await project.cli('sample', project.file, ...given);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('5. Reward');
    const { stdout } = await project.cli('sample', project.file, ...given, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, stage: 'think', row: { id: 'text-train-0002' } });
    const missing = await project.cli('sample', project.file, '--row', 'nobody', '--json');
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.stdout)).toMatchObject({
      error: { kind: 'user', hint: expect.stringContaining('nearest ids') as string },
    });
  });

  it('shows no control characters of a row', async () => {
    const { stdout } = await project.cli('sample', project.file, '--response', 'a\u001b[31mb\u202e');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  });
});
