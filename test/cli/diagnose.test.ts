import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/protocol';
import { outcome, smallProject, type Project } from './project';

interface Finding {
  readonly id: string;
  readonly place: { readonly file?: string; readonly line?: number };
}

let project: Project;
beforeAll(() => {
  project = smallProject(2);
  project.write(
    'train.log',
    '(Runner pid=9) Total training steps: 40\n(WorkerDict pid=1) torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.\n',
  );
  project.write('blind.log', '(WorkerDict pid=1) No vision tower found.\n');
  const steps = Array.from(
    { length: 12 },
    (_, n) => `{"step": ${n + 1}, "reward": {"format": 0.0, "accuracy": 0.0}}`,
  );
  project.write('metrics.jsonl', steps.join('\n'));
});
afterAll(() => project.dispose());

describe('diagnose', () => {
  it('prints an array of findings, with place, evidence, cause and fix', async () => {
    const { code, stdout } = await project.cli(
      'diagnose',
      'blind.log',
      'train.log',
      '--metrics',
      'metrics.jsonl',
      '--json',
    );
    const findings = JSON.parse(stdout) as readonly Finding[];
    expect(code).toBe(1);
    expect(findings.map(({ id }) => id)).toEqual(['F25', 'F37', 'F31']);
    expect(findings[1]).toEqual({
      id: 'F37',
      code: 'SC637',
      title: expect.any(String) as string,
      severity: 'error',
      message: expect.stringContaining('2.00 GiB') as string,
      place: { file: join(project.folder, 'train.log'), line: 2 },
      evidence: 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
      cause: expect.any(String) as string,
      fix: expect.any(String) as string,
      key: expect.any(String) as string,
      suggestion: 2,
    });
    expect(findings[2]).toMatchObject({ place: { line: 10 }, step: 10 });
  });

  it('prints them for people, and exits with 0 when none ends a run', async () => {
    const { code, stdout } = await project.cli('diagnose', 'blind.log');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^blind\.log:1: warning\[F25\]: .*\n {2}seen: +No vision tower found\.\n {2}cause: .*\n {2}fix: /,
    );
    expect(stdout).toContain('1 finding');
  });

  it('reads standard input', async () => {
    const child = spawn(
      process.execPath,
      [join(packageRoot(), 'dist', 'stagecraft.cjs'), 'diagnose', '-', '--json'],
      {
        cwd: project.folder,
      },
    );
    child.stdin.end("a\n[rank0]: KeyError: 'problem'");
    const { code, stdout } = await outcome(child);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'F05', place: { line: 2 } }]);
  });

  it('gives an empty array where nothing is wrong', async () => {
    project.write('fine.log', 'Total training steps: 40\n');
    const { code, stdout } = await project.cli('diagnose', 'fine.log', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, []]);
  });

  it('never lets a log control the terminal', async () => {
    project.write('esc.log', 'Image directory \u001b]0;x\u0007\u001b[31m/a\u009b31m not found.\n');
    const { stdout } = await project.cli('diagnose', 'esc.log');
    expect(stdout).toContain('F09');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u001b\u009b\u0007]/);
  });

  it.each([
    [['diagnose', 'none.log'], 1, 'There is no file none.log'],
    [['diagnose', 'no/such/run'], 1, 'There is no file no/such/run'],
    [['diagnose', 'data'], 1, 'is a folder, but not that of a run'],
    [['diagnose', 'fine.log', '--metrics', 'none.jsonl'], 1, 'There is no file none.jsonl'],
    [['diagnose', 'someday'], 1, 'There are no runs'],
    [['diagnose'], 2, 'needs a LOG'],
  ])('%j is a mistake with a reason', async (argv, expected, message) => {
    const { code, stderr } = await project.cli(...argv);
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  it.runIf(existsSync('/dev/urandom'))('does not read a device, which has no end', async () => {
    for (const argv of [['/dev/urandom'], ['-', '--metrics', '/dev/zero']])
      expect(await project.cli('diagnose', ...argv)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error: \/dev\/\w+ is neither a file nor a pipe/) as string,
      });
  });

  it('reads the logs and metrics of a run, by id', async () => {
    const done = await project.cli('run', 'shape-math.curriculum.yaml', '--stage', 'see', '--json');
    expect(done.code).toBe(0);
    const { code, stdout } = await project.cli('diagnose', 'latest', '--json');
    // Two steps of the example: a healthy run.
    expect([code, JSON.parse(stdout)]).toEqual([0, []]);

    // Waiting for the writer of a pipe would never end.
    const { dir } = JSON.parse(done.stdout) as { dir: string };
    for (const file of ['events.jsonl', 'stages/see/log.txt']) {
      rmSync(join(dir, file));
      execFileSync('mkfifo', [join(dir, file)]);
    }
    expect((await project.cli('diagnose', 'latest', '--json')).code).toBe(0);
  }, 120_000);
});
