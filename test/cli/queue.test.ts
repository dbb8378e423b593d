import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outcome, smallProject, until, type Project } from './project';

let project: Project;
afterEach(() => project.dispose());

interface RunsJson {
  readonly runs: readonly {
    readonly id: string;
    readonly state: string;
    readonly devices?: readonly string[];
  }[];
}
const FILE = 'shape-math.curriculum.yaml';
const runs = async () => (JSON.parse((await project.cli('runs', '--json')).stdout) as RunsJson).runs;
const stateOf = async (id: string) => (await runs()).find((run) => run.id === id)?.state;

describe('runs on the same device', () => {
  it(
    'queue, are shown as queued with the reason, and can be stopped while they wait',
    { timeout: 240_000 },
    async () => {
      project = smallProject(600);
      const first = (await project.cli('run', FILE, '--stage', 'see', '--detach')).stdout.trim();
      await until('the first to run', async () => (await stateOf(first)) === 'running');
      const watching = project.start('run', FILE, '--stage', 'see');
      const ended = outcome(watching);
      await until('the second to queue', async () => (await runs()).some(({ state }) => state === 'queued'));
      const [second] = (await runs()).filter(({ state }) => state === 'queued');
      expect(second?.devices).toEqual(['cpu']);
      await until('the reason', async () =>
        (await project.cli('runs')).stdout.includes(`waits for cpu, held by ${first}`),
      );
      // One that does not queue does not wait.
      const beside = (
        await project.cli('run', FILE, '--stage', 'see', '--detach', '--devices', 'none')
      ).stdout.trim();
      await until('it to run', async () => (await stateOf(beside)) === 'running');
      expect((await project.cli('stop', beside)).code).toBe(0);

      watching.kill('SIGINT');
      const { code, stdout } = await ended;
      expect(code).toBe(1);
      expect(stdout).toContain(`queued: it waits for cpu, held by ${first}`);
      expect(stdout).toContain('stopped');
      expect(stdout).toContain('Leaving the queue');
      expect(stdout).not.toContain('with a checkpoint');
      expect(await stateOf(second?.id ?? '')).toBe('stopped');
      expect((await project.cli('stop', first)).code).toBe(0);
    },
  );
});

describe('rerun', () => {
  it('refuses when rows have changed, names them, and goes on when told', { timeout: 240_000 }, async () => {
    project = smallProject(2);
    const done = await project.cli('run', FILE, '--stage', 'see', '--json');
    expect(done.code).toBe(0);
    const exact = await project.cli('rerun', '--json');
    expect({ code: exact.code, state: (JSON.parse(exact.stdout) as { state: string }).state }).toEqual({
      code: 0,
      state: 'done',
    });
    appendFileSync(join(project.folder, 'data', 'perception-train.jsonl'), '\n');
    const refused = await project.cli('rerun', 'latest');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(
      `changed: ${join('data', 'perception-train.jsonl')}: other rows than in that run`,
    );
    expect(refused.stderr).toContain('--even-if-changed');
    expect(await runs()).toHaveLength(2);
    const told = await project.cli('rerun', 'latest', '--even-if-changed');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(await runs()).toHaveLength(3);
  });
});
