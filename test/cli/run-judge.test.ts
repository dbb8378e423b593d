import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { standInJudge } from '../audit/stand-in-judge';
import { smallProject, type Project } from './project';

let project: Project;
afterEach(() => project.dispose());

describe('a run whose curriculum asks for a judge', () => {
  it(
    'keeps its report when the judge cannot be asked; resume asks it and repeats nothing else',
    { timeout: 240_000 },
    async () => {
      project = smallProject(2);
      let down = true;
      const judge = await standInJudge({ instead: () => (down ? { status: 401 } : undefined) });
      const text = readFileSync(project.file, 'utf8');
      writeFileSync(
        project.file,
        `${text.replace('method: counterfactual', 'method: [counterfactual, judge]\n  judge: reader')}\nmodels: { reader: { url: "${judge.url}", model: stand-in } }\n`,
      );
      const first = await project.cli('run', 'shape-math.curriculum.yaml');
      expect(first.code, first.stdout).toBe(1);
      const runs = join(project.folder, '.stagecraft', 'runs');
      const dir = join(runs, readdirSync(runs)[0] ?? '');
      const log = (): string => readFileSync(join(dir, 'stages', 'audit', 'log.txt'), 'utf8');
      expect(log()).toContain('not all that `audit` asks for was done: the judge');
      expect(log()).toContain('Accuracy by arm');
      for (const kept of ['report.html', 'audit/counterfactual.jsonl', 'audit/items.parquet'])
        expect(existsSync(join(dir, kept)), kept).toBe(true);
      expect(existsSync(join(dir, 'audit', 'judge.jsonl'))).toBe(false);

      down = false;
      const resumed = await project.cli('resume', 'latest');
      expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
      expect(readFileSync(join(dir, 'audit', 'judge.jsonl'), 'utf8')).toContain('"method":"judge"');
      expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain(
        'Perception among the failures, by method',
      );
      const launches = readFileSync(join(dir, 'stages', 'see', 'launches.jsonl'), 'utf8');
      expect(launches.trim().split('\n')).toHaveLength(1);
      await judge.close();
    },
  );
});
