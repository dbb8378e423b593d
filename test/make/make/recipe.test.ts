import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkCurriculum, type Curriculum } from '../../../src/language';
import { MakeError, makeOrder, namesOf, recipeHash } from '../../../src/make';
import { discard } from '../../fixtures/discard';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach(discard));

const HEAD = (models: string) => `curriculum: 1
name: t
model: micro-vlm
engine: embedded
reward: boxed-answer
models:
  w: { url: "http://127.0.0.1:1/v1", model: writer }
  v: { url: "http://127.0.0.1:2/v1", model: ${models} }
datasets:
`;
const CAPTIONS = (id: string, more = '') => `  ${id}:
    capability: perception
    make:
      captions: data/c.jsonl
      questions: { by: w }
      answer_with: [v]
      keep: wrong_from_image
${more}`;
const FROM = (id: string, from: string) => `  ${id}:
    capability: perception
    make:
      from: ${from}
      answer_with: [v]
      keep: wrong_from_image
`;
const STAGES = (data: string) => `stages:\n  - id: see\n    data: ${data}\n`;

function curriculum(text: string, root?: string): Curriculum {
  const folder = root ?? mkdtempSync(join(tmpdir(), 'stagecraft-recipe-'));
  if (root === undefined) folders.push(folder);
  mkdirSync(join(folder, 'data'), { recursive: true });
  const file = join(folder, 't.curriculum.yaml');
  writeFileSync(file, text);
  const { curriculum: read } = checkCurriculum(file);
  if (read === undefined) throw new Error('The curriculum means nothing.');
  return read;
}

function hashOf(read: Curriculum, id: string): string {
  const dataset = read.datasets.find((one) => one.id === id);
  if (dataset === undefined) throw new Error(`There is no ${id}.`);
  return recipeHash(read, dataset);
}

const of = (text: string): string => hashOf(curriculum(text), 'a');

describe('recipeHash', () => {
  const base = HEAD('vlm') + CAPTIONS('a') + STAGES('a');

  it('is the same in another folder, under another address, and with other stages', () => {
    expect(of(base)).toMatch(/^[0-9a-f]{16}$/);
    expect(of(base)).toBe(of(base));
    expect(of(base.replaceAll('127.0.0.1:2', '127.0.0.1:9'))).toBe(of(base));
    expect(of(base.replace('id: see', 'id: look'))).toBe(of(base));
    expect(of(base.replace('name: t', 'name: other'))).toBe(of(base));
  });

  it.each([
    ['the condition', base.replace('keep: wrong_from_image', 'keep: right_from_caption')],
    ['a model behind the same name', base.replace('model: vlm', 'model: vlm-2')],
    ['the captions', base.replace('data/c.jsonl', 'data/d.jsonl')],
    ['the split', base.replace('keep: wrong', 'split: { val: 0.2 }\n      keep: wrong')],
    ['the pass rate', HEAD('vlm') + CAPTIONS('a', '    difficulty: { by: v, rollouts: 8 }\n') + STAGES('a')],
    ['the capability', base.replace('capability: perception', 'capability: textual-reasoning')],
  ])('is another one when %s changes', (_what, text) => {
    expect(of(text)).not.toBe(of(base));
  });

  it('depends on the recipe of the dataset that it is made from', () => {
    const chain = HEAD('vlm') + CAPTIONS('b') + FROM('a', 'b') + STAGES('a');
    expect(of(chain)).not.toBe(of(chain.replace('captions: data/c.jsonl', 'captions: data/d.jsonl')));
    expect(of(chain)).toBe(of(chain.replace('data: a', 'data: b')));
  });

  it('ends for datasets that are made from one another', () => {
    const loop = curriculum(HEAD('vlm') + FROM('a', 'b') + FROM('b', 'a') + STAGES('a'));
    expect(hashOf(loop, 'a')).not.toBe(hashOf(loop, 'b'));
  });
});

describe('namesOf', () => {
  it('names every model once, the writer first', () => {
    const [dataset] = curriculum(
      HEAD('vlm') + CAPTIONS('a', '    difficulty: { by: base, rollouts: 8 }\n') + STAGES('a'),
    ).datasets;
    expect(namesOf(dataset!.made!)).toEqual(['w', 'v', 'base']);
  });
});

describe('makeOrder', () => {
  const chain = HEAD('vlm') + FROM('a', 'b') + FROM('b', 'c') + CAPTIONS('c') + STAGES('a');
  const ids = (read: Curriculum, chosen?: readonly string[]) => makeOrder(read, chosen).map(({ id }) => id);

  it('puts a dataset behind those it is made from', () => {
    const read = curriculum(chain);
    expect(ids(read)).toEqual(['c', 'b', 'a']);
    expect(ids(read, ['b'])).toEqual(['c', 'b']);
  });

  it('leaves out what a chosen one is made from when it is made already, and makes it when it is chosen, too', () => {
    const read = curriculum(chain);
    const to = read.datasets.find(({ id }) => id === 'c')!.made!.to;
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, 'made.json'), '{}');
    expect(ids(read, ['a'])).toEqual(['b', 'a']);
    expect(ids(read, ['a', 'c'])).toEqual(['c', 'b', 'a']);
  });

  it('says what is wrong with a choice', () => {
    const read = curriculum(chain);
    expect(() => ids(read, ['d'])).toThrow(MakeError);
    expect(() => ids(curriculum(HEAD('vlm') + FROM('a', 'b') + FROM('b', 'a') + STAGES('a')))).toThrow(
      /a is made from b is made from a|b is made from a is made from b/,
    );
    const plain = curriculum(
      `${HEAD('vlm')}  a: { capability: perception, train: data/x.jsonl }\n${STAGES('a')}`,
    );
    expect(() => ids(plain)).toThrow(/no dataset that is made/);
  });
});
