import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/protocol';
import { BACKBONES, paperWorkspace, type Backbone } from '../paper/workspace';
import { checkOf, copyOf, picture, under } from './workspace';
import { discard } from '../fixtures/discard';

let paper: ReturnType<typeof paperWorkspace>;
beforeAll(() => (paper = paperWorkspace()));
afterAll(() => paper.remove());

/** Replaces a piece of a file that must have it. */
const edit = (path: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} has no ${String(from)}`);
  writeFileSync(path, edited);
};

const told = (problems: readonly Problem[]): string[] =>
  problems
    .filter(({ severity }) => severity !== 'info')
    .map((one) => `${one.code} ${one.severity} at ${under(one)}: ${one.message}`);

describe('the paper’s curricula, as they are', () => {
  it.each(BACKBONES)('%s: no error and no warning', async (backbone) => {
    expect(told(await checkOf(paper.file(backbone)))).toEqual([]);
  });
});

/** A mistake of the published files, or one that a reader makes who adapts them. */
interface Broken {
  readonly what: string;
  /** The curricula that it is planted in: each check reads the paper’s 32,291 rows. */
  readonly of: readonly Backbone[];
  readonly plant: (root: string) => void | Promise<void>;
  readonly code: string;
  readonly says: RegExp;
}

const PERCEPTION = 'data/VLM-CapCurriculum-Perception-Data';
const ROWS = `${PERCEPTION}/perception_difficulty_curriculum.jsonl`;
const base = (root: string): string => join(root, 'base.curriculum.yaml');

const BROKEN: readonly Broken[] = [
  {
    what: 'the key that EasyR1 dropped',
    of: ['internvl3.5-8b'],
    plant: (root) =>
      edit(base(root), '  engine_options:\n', '  engine_options:\n    worker.reward.reward_type: batch\n'),
    code: 'SC405',
    says: /worker\.reward\.reward_type/,
  },
  {
    what: 'the published prompt, with another tag in its example',
    of: ['internvl3-8b'],
    plant: (root) =>
      edit(
        join(root, 'prompts/think.jinja'),
        /i\.e\. <think>(.*?)<\/think>/u,
        'i.e. <thinking>$1</thinking>',
      ),
    code: 'SC390',
    says: /asks for `<think>` and for `<thinking>`/,
  },
  {
    what: 'six GPUs instead of eight',
    of: ['qwen3-vl-8b'],
    plant: (root) => edit(base(root), 'gpus: 8', 'gpus: 6'),
    code: 'SC423',
    says: /6 GPUs/,
  },
  {
    what: 'checkpoints between validations',
    of: ['qwen2.5-vl-7b'],
    plant: (root) => edit(base(root), 'validate_every: 31 #', 'validate_every: 15 #'),
    code: 'SC243',
    says: /step 31 carries the score of step 30/,
  },
  {
    what: 'an image that is not there',
    of: ['internvl3-8b'],
    plant: (root) => rmSync(join(root, PERCEPTION, 'images/picture.png')),
    code: 'SC340',
    says: /picture\.png does not exist/,
  },
  {
    what: 'rows in the format of the published converter',
    of: ['qwen3-vl-8b'],
    plant: (root) =>
      writeFileSync(
        join(root, ROWS),
        readFileSync(join(root, ROWS), 'utf8').replaceAll('"answer"', '"letter"'),
      ),
    code: 'SC304',
    says: /looks like the answer/,
  },
  {
    what: 'a placeholder too many',
    of: ['qwen2.5-vl-7b'],
    plant: (root) => edit(join(root, ROWS), '<image>Question 7 ', '<image><image>Question 7 '),
    code: 'SC330',
    says: /<image> 2 times but the row has 1 image, row 8/,
  },
  {
    what: 'images with more tokens than a prompt',
    of: ['qwen2.5-vl-7b', 'qwen3-vl-8b'],
    plant: async (root) =>
      writeFileSync(join(root, PERCEPTION, 'images/picture.png'), await picture(2000, 2000)),
    code: 'SC441',
    says: /3291 of 3291 prompts of stage `see` are longer than `max_prompt_length: 2048`/,
  },
  {
    what: 'images of many tiles in the short prompts of one merged stage',
    of: ['internvl3-8b', 'internvl3.5-8b'],
    plant: async (root) =>
      writeFileSync(join(root, PERCEPTION, 'images/picture.png'), await picture(1600, 1200)),
    code: 'SC440',
    says: /3291 of 32,291 prompts of stage `merged` are longer than `max_prompt_length: 2048`.*InternVL: 256 tokens for each of 1 to 12 tiles/,
  },
  {
    what: 'rows that are all solved already',
    of: ['internvl3.5-8b'],
    plant: (root) =>
      writeFileSync(
        join(root, ROWS),
        readFileSync(join(root, ROWS), 'utf8').replaceAll(/"pass_rate":[\d.]+/gu, '"pass_rate":1'),
      ),
    code: 'SC388',
    says: /100 % of the 3291 rows of stage `see` teach nothing/,
  },
  {
    what: 'gold answers that the reward cannot read',
    of: ['qwen2.5-vl-7b'],
    plant: (root) => edit(join(root, ROWS), '"answer":"9"', '"answer":"{ 9"'),
    code: 'SC380',
    says: /1 gold answer of `docci`/,
  },
  {
    what: 'a vision tower that EasyR1 does not find',
    of: ['internvl3.5-8b'],
    plant: (root) => edit(base(root), '    epochs: 16\n', '    epochs: 16\n    freeze: [vision]\n'),
    code: 'SC420',
    says: /freezes nothing/,
  },
];

describe('a mistake in a copy of a paper curriculum is found', () => {
  it.each(BROKEN.flatMap((one) => one.of.map((backbone) => [one.what, backbone, one] as const)))(
    '%s (%s)',
    async (_, backbone, { plant, code, says }) => {
      const root = copyOf(paper.root);
      try {
        await plant(root);
        const problems = await checkOf(join(root, `${backbone}.curriculum.yaml`));
        const found = problems.filter((one) => one.code === code && says.test(one.message));
        expect(found, told(problems).join('\n')).not.toEqual([]);
        expect(found[0]?.hint ?? found[0]?.message).toBeTruthy();
      } finally {
        discard(root);
      }
    },
  );
});
