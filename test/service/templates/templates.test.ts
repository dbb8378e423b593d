import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAllVariants, MODEL_PRESETS, type Curriculum } from '../../../src/language';
import { packageRoot } from '../../../src/protocol';
import { formatDocument } from '../../../src/service/format';
import { curriculumTemplates, type CurriculumTemplate } from '../../../src/service/templates';
import { snapshotOf } from '../snapshot';
import { discard } from '../../fixtures/discard';

const templates = curriculumTemplates();
const named = (id: string) => {
  const found = templates.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No template ${id}`);
  return found;
};
/** Where the template's own files are: what it extends and reads is beside it, as it will be. */
const home = ({ files }: CurriculumTemplate): string =>
  join(packageRoot(), files?.folder ?? 'nowhere', 'mine.curriculum.yaml');

describe('new curricula', () => {
  it('start from the example, from each backbone of the paper, from captions, or from nothing', () => {
    const backbones = Object.keys(MODEL_PRESETS).filter((name) => name !== 'micro-vlm');
    expect(templates.map(({ id }) => id)).toEqual(['example', ...backbones, 'docci', 'pixmo-cap', 'empty']);
    expect(new Set(templates.map(({ title }) => title)).size).toBe(templates.length);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s: has nothing to be mended, with any of its variants, and nothing to be formatted',
    (_, template) => {
      const text = template.text('mine');
      const { problems, base } = checkAllVariants(home(template), { text });
      expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
      expect(base.curriculum?.name).toBe('mine');
      expect(formatDocument(snapshotOf(text), { tabSize: 2, insertSpaces: true })).toEqual([]);
    },
  );

  it('take any name and make it one that a curriculum can have', () => {
    for (const template of templates) {
      for (const [name, made] of [
        ['Größe: #1', 'Gro-e-1'],
        ['', 'my-curriculum'],
        ['../x', 'x'],
      ] as const) {
        const { base, problems } = checkAllVariants(home(template), { text: template.text(name) });
        expect(problems).toEqual([]);
        expect(base.curriculum?.name.toLowerCase()).toContain(made.slice(-1).toLowerCase());
      }
    }
  });

  it.each(
    templates.filter(({ kind }) => kind === 'paper').map((template) => [template.id, template] as const),
  )(
    '%s: is the paper’s curriculum under a new name, and its files are all that it extends and reads',
    (id, template) => {
      const folder = mkdtempSync(join(tmpdir(), 'stagecraft-template-'));
      try {
        for (const name of template.files?.names ?? [])
          cpSync(join(packageRoot(), 'examples', 'paper', name), join(folder, name), { recursive: true });
        const file = join(folder, 'mine.curriculum.yaml');
        writeFileSync(file, template.text('mine'));
        const mine = checkAllVariants(file);
        const own = checkAllVariants(join(packageRoot(), 'examples', 'paper', `${id}.curriculum.yaml`));
        expect(mine.problems).toEqual([]);
        expect(mine.base.variants).toEqual(own.base.variants);
        expect(existsSync(mine.base.curriculum?.prompt ?? '')).toBe(true);
        const settings = (one: Curriculum | undefined) =>
          one?.stages.map(({ id: stage, settings: set, engineOptions }) => [stage, set, engineOptions]);
        expect(settings(mine.base.curriculum)).toEqual(settings(own.base.curriculum));
        expect(mine.base.curriculum?.stages).toHaveLength(3);
        expect(mine.base.curriculum?.model).toEqual({ kind: 'preset', name: id });
      } finally {
        discard(folder);
      }
    },
  );

  it('the example finds all it reads beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-template-'));
    try {
      const template = named('example');
      const { files } = template;
      for (const name of files?.names ?? []) {
        cpSync(join(packageRoot(), files?.folder ?? '', name), join(folder, name), { recursive: true });
      }
      const file = join(folder, 'mine.curriculum.yaml');
      writeFileSync(file, template.text('mine'));
      const { base } = checkAllVariants(file);
      const read = [
        base.curriculum?.prompt,
        ...(base.curriculum?.datasets ?? []).flatMap(({ train, val, test }) =>
          [train, val, test].map((one) => (one?.kind === 'file' ? one.path : undefined)),
        ),
      ];
      expect(read).toHaveLength(10);
      for (const path of read) expect(path !== undefined && existsSync(path), path).toBe(true);
      expect(template.text('mine')).not.toContain('examples/');
    } finally {
      discard(folder);
    }
  });
});
