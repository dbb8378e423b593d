import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallProject, type Project } from './project';

let project: Project;
beforeEach(() => (project = smallProject(2)));
afterEach(() => project.dispose());

const FILE = 'shape-math.curriculum.yaml';
const runs = (): readonly string[] => {
  const folder = join(project.folder, '.stagecraft', 'runs');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const edit = (from: RegExp, to: string): void =>
  writeFileSync(project.file, readFileSync(project.file, 'utf8').replace(from, to));

describe('run looks before it starts', () => {
  it(
    'at gold answers through a Python reward: what fails there is never started',
    { timeout: 120_000 },
    async () => {
      // Only a reward that is executed shows this.
      project.write(
        'reward.py',
        'def score(rewards):\n    open("tried", "w").close()\n    return [{"overall": len(None)} for _ in rewards]\n',
      );
      edit(/^reward: .*$/m, 'reward: reward.py:score');
      const refused = await project.cli('run', FILE, '--stage', 'see', '--detach', '--json');
      expect(refused.code).toBe(1);
      const { error } = JSON.parse(refused.stdout) as {
        error: {
          message: string;
          hint: string;
          problems: { severity: string; file: string; line: number }[];
        };
      };
      expect(error.message).toContain('Nothing was started: ');
      expect(error.hint).toContain('--no-preflight');
      expect(error.problems[0]).toMatchObject({
        severity: 'error',
        file: join(project.folder, 'reward.py'),
        line: 3,
      });
      expect(refused.stderr).toMatch(/reward\.py:3.*error\[/);
      expect(runs()).toEqual([]);

      const started = await project.cli('run', FILE, '--stage', 'see', '--detach', '--no-preflight');
      expect([started.code, started.stderr]).toEqual([0, '']);
      expect(runs()).toEqual([started.stdout.trim()]);
      await project.cli('stop', '--now');

      // The curriculum's own errors stop either.
      edit(/data: pictures/, 'data: picturs');
      const broken = await project.cli('run', FILE, '--detach', '--no-preflight');
      expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('picturs')]);
      const both = await project.cli('run', FILE, '--detach');
      expect([both.code, both.stderr]).toEqual([1, expect.not.stringContaining('--no-preflight')]);
      expect(runs()).toHaveLength(1);
    },
  );

  it('at what ran before: a warning is printed and the run starts', { timeout: 120_000 }, async () => {
    const first = (await project.cli('run', FILE, '--stage', 'see', '--detach')).stdout.trim();
    await project.cli('stop', '--now');
    const second = await project.cli('run', FILE, '--stage', 'see', '--detach');
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(/warning\[SC528\]: An earlier run/);
    expect(second.stderr).toContain(`stagecraft resume ${first}`);
    expect(runs()).toContain(second.stdout.trim());
    await project.cli('stop', '--now');
    const blind = await project.cli('run', FILE, '--stage', 'see', '--detach', '--no-preflight');
    expect([blind.code, blind.stderr]).toEqual([0, '']);
    await project.cli('stop', '--now');
  });
});
