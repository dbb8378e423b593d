import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../../src/cli/command';
import { copyRecipe } from '../../src/cli/copy-example';
import { checkCurriculum } from '../../src/language';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagecraft demo '));
});
afterEach(() => discard(root));

it('the recipe of the example is copied with all that it reads, and with no picture of a test', () => {
  const file = copyRecipe(root);
  const folder = dirname(file);
  expect(checkCurriculum(file).problems).toEqual([]);
  const pictures = new Set(readdirSync(join(folder, 'data', 'images')));
  const named = readFileSync(join(folder, 'data', 'captions.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly image_file: string }).image_file);
  for (const name of named) expect(pictures.has(name.slice('images/'.length)), name).toBe(true);
  expect([...pictures].filter((name) => !name.startsWith('train-'))).toEqual([]);
});

it('a second demo begins anew: what the first has made is gone', () => {
  const folder = dirname(copyRecipe(root));
  const made = join(folder, 'data', 'hard-to-see');
  mkdirSync(made);
  writeFileSync(join(made, 'made.json'), '{}');
  copyRecipe(root);
  expect(existsSync(made)).toBe(false);
});

it('a folder that cannot be written to is told with a way out', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect(() => copyRecipe(file)).toThrow(UserError);
  expect(() => copyRecipe(file)).toThrow(/could not be copied/);
});
