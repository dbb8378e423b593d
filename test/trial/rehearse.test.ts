import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/protocol';
import type { RehearsedStage } from '../../src/trial';
import { outcome, smallProject, type Outcome, type Project } from '../cli/project';
import { spawn } from 'node:child_process';
import { discard } from '../fixtures/discard';

let project: Project | undefined;
afterEach(() => {
  project?.dispose();
  project = undefined;
});

interface Told {
  readonly id: string;
  readonly dir: string;
  readonly state: string;
  readonly reason?: string;
  readonly stages: readonly RehearsedStage[];
  readonly gold: readonly { readonly overall: number }[];
}
const told = ({ stdout }: Outcome): Told => JSON.parse(stdout) as Told;
const rewrite = (file: string, ...edits: (readonly [string | RegExp, string])[]): void =>
  writeFileSync(
    file,
    edits.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
  );

describe('rehearse', () => {
  it('runs every stage of the example with its own figures, and leaves no start for the real run', async () => {
    project = smallProject(40);
    const { stdout, code } = await project.cli('rehearse', project.file, '--steps', '3');
    expect(code).toBe(0);
    expect(stdout).toContain('This proves:');
    expect(stdout).toContain('It does not tell:');
    const lines = stdout.split('\n');
    const table = lines.slice(lines.findIndex((line) => line.startsWith('stage ')));
    expect(table.slice(1, 4).map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
      ['see', 'done', '3/3'],
      ['think', 'done', '3/3'],
      ['see-and-think', 'done', '3/3'],
    ]);
    // Predictions and audit belong to the real run.
    expect(stdout).not.toMatch(/^predict:/m);
    const runs = JSON.parse((await project.cli('runs', '--json')).stdout) as {
      runs: { rehearsal?: boolean }[];
    };
    expect(runs.runs[0]?.rehearsal).toBe(true);
  }, 180_000);

  it('rehearses a curriculum for a large model on EasyR1, chain and all', async () => {
    project = smallProject(40);
    rewrite(
      project.file,
      [/^engine: .*$/m, 'engine: easyr1'],
      [/^model: .*$/m, 'model: qwen3-vl-8b'],
      ['learning_rate: 3e-4', 'learning_rate: 1e-6'],
      ['batch: 4', 'batch: 512\n  gpus: 8'],
      ['max_response_length: 20', 'max_response_length: 2048'],
      ['checkpoint: best', 'checkpoint: step 20'],
    );
    const answer = await project.cli('rehearse', project.file, '--steps', '2', '--json');
    const { state, stages } = told(answer);
    expect({ state, code: answer.code }).toEqual({ state: 'done', code: 0 });
    expect(stages.map(({ id, step }) => [id, step])).toEqual([
      ['see', 2],
      ['think', 2],
      ['see-and-think', 2],
    ]);
    for (const { first, last, format, truncated, seconds } of stages) {
      for (const value of [first, last, format, truncated]) expect(value).toBeTypeOf('number');
      expect(seconds).toBeGreaterThan(0);
    }
    // The real run would have no step of 512 rows: said, and no hindrance here.
    expect(answer.stderr).toContain('SC240');
    expect(answer.stderr).toContain('the micro model stands in for qwen3-vl-8b');
  }, 180_000);

  it('rehearses the published schema: photographs, unknown words, free answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft rehearsal '));
    try {
      cpSync(join(packageRoot(), 'examples', 'published-schema'), folder, {
        recursive: true,
        filter: (path) => basename(path) !== '.stagecraft',
      });
      mkdirSync(join(folder, '.stagecraft'));
      const cli = join(packageRoot(), 'dist', 'stagecraft.cjs');
      const answer = await outcome(
        spawn(process.execPath, [cli, 'rehearse', 'rehearsal.curriculum.yaml', '--steps', '2', '--json'], {
          cwd: folder,
        }),
      );
      expect(answer.code).toBe(0);
      expect(told(answer)).toMatchObject({ state: 'done', stages: [{ id: 'look', step: 2 }] });
    } finally {
      discard(folder);
    }
  }, 120_000);

  it('rehearses one stage alone, from the base model', async () => {
    project = smallProject(40);
    const answer = await project.cli('rehearse', project.file, '--stage', 'think', '--steps', '1', '--json');
    expect(told(answer)).toMatchObject({ state: 'done', stages: [{ id: 'think', step: 1 }] });
  }, 120_000);
});

describe('a broken reward', () => {
  const withReward = (name: string, text: string): Project => {
    const made = smallProject(4);
    made.write('reward.py', text);
    rewrite(made.file, [/^reward: .*$/m, `reward: reward.py:${name}`]);
    return made;
  };

  it('that fails is found before anything is started, with its line', async () => {
    project = withReward('score', 'def score(rewards):\n    return [r["solution"] for r in rewards]\n');
    const { code, stdout, stderr } = await project.cli('rehearse', project.file, '--steps', '1');
    expect(code).toBe(1);
    expect(stdout).toMatch(/reward\.py:2(:\d+)?: error/);
    expect(stderr).toContain('Nothing was started: ');
    expect(existsSync(join(project.folder, '.stagecraft', 'runs'))).toBe(false);
  }, 60_000);

  it('that no answer can satisfy is found by its gold answers', async () => {
    project = withReward('score', 'def score(rewards):\n    return [{"overall": 0.25} for _ in rewards]\n');
    const answer = await project.cli('rehearse', project.file, '--stage', 'see', '--steps', '1', '--json');
    expect(answer.code).toBe(1);
    const { state, gold } = told(answer);
    expect(state).toBe('done');
    expect(answer.stderr).toContain('The reward `score` scores 4 gold answers of 4 tried below 1');
    expect(gold.map(({ overall }) => overall)).toEqual([0.25, 0.25, 0.25, 0.25]);
  }, 120_000);

  it('that hangs is told while it is waited for, and given up soon, with its place', async () => {
    project = withReward(
      'score',
      'import time\n\ndef score(rewards):\n    time.sleep(600)\n    return [{"overall": 1.0} for _ in rewards]\n',
    );
    const begin = Date.now();
    const { code, stdout, stderr } = await project.cli('rehearse', project.file, '--steps', '1');
    expect(Date.now() - begin).toBeLessThan(55_000);
    expect(code).toBe(1);
    expect(stderr).toContain('waiting for the reward function reward.py:score, 10 s');
    expect(stdout).toMatch(/reward\.py(:\d+)*: error\[SC562\]/);
    expect(stdout).toContain('took more than 20 s (scoring 1 response)');
  }, 90_000);

  it('that is no Python is said to be so, with the line', async () => {
    project = withReward('score', '# A comment.\ndef score(rewards)\n    return []\n');
    const { code, stdout } = await project.cli('rehearse', project.file, '--steps', '1');
    expect(code).toBe(1);
    expect(stdout).toContain('reward.py:2 has a syntax error');
    expect(stdout).not.toContain('defines no function');
  }, 60_000);

  it('that fails later fails its stage, with the reason in the table’s stead', async () => {
    project = withReward(
      'score',
      'calls = 0\ndef score(rewards):\n    global calls\n    calls += 1\n    if len(rewards) > 4: raise ValueError("more than four")\n    return [{"overall": 1.0} for _ in rewards]\n',
    );
    const answer = await project.cli('rehearse', project.file, '--stage', 'see', '--steps', '1', '--json');
    expect(answer.code).toBe(1);
    // Nobody goes on with a rehearsal.
    expect(answer.stderr).toMatch(/see: failed.*: score: ValueError: more than four/);
    expect(answer.stderr).not.toContain('resume');
    expect(told(answer)).toMatchObject({
      state: 'failed',
      stages: [{ id: 'see', state: 'failed', reason: expect.stringContaining('more than four') as string }],
    });
  }, 120_000);
});

it('says what is wrong with the command line', async () => {
  project = smallProject(2);
  expect((await project.cli('rehearse', project.file, '--steps', '0')).code).toBe(2);
  expect(await project.cli('rehearse', project.file, '--steps', '1e9')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--steps takes at most 1000') as string,
  });
  expect((await project.cli('rehearse', project.file, '--stage', 'a', '--from', 'b')).code).toBe(2);
  const missing = await project.cli('rehearse', project.file, '--stage', 'sea');
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('sea') as string });
});
