import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { preflight } from '../../src/preflight';
import type { Problem } from '../../src/protocol';
import { smallProject, type Project } from '../cli/project';
import { under } from './workspace';

let project: Project;
beforeEach(() => (project = smallProject(2)));
afterEach(() => project.dispose());

const found = async (): Promise<Problem | undefined> => {
  const { problems } = await preflight({ root: project.folder, file: project.file });
  return problems.find(({ code }) => code === 'SC524');
};

it('F50 SC524: checkpoints that no disk has room for', async () => {
  expect(await found()).toBeUndefined();
  const text = readFileSync(project.file, 'utf8');
  const many = text.replace(
    /^defaults:\n/mu,
    'defaults:\n  keep_checkpoints: 90000000 # of three megabytes each\n',
  );
  expect(many).not.toBe(text);
  writeFileSync(
    project.file,
    many
      .replace(/save_every: \d+/u, 'save_every: 1')
      .replace(/^( *)epochs: .*$/mu, '$1steps: 100000000')
      .replace(/steps: 2$/gmu, 'steps: 100000000'),
  );
  const problem = await found();
  expect(problem).toMatchObject({ severity: 'error' });
  expect(problem?.message).toMatch(/take [\d.]+ GB/);
  expect(problem?.hint).toMatch(/keep_checkpoints/);
  expect(problem === undefined ? '' : under(problem)).toBe('90000000');
});
