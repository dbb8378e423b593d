import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer, Rate } from '../../../src/make';
import { packageRoot } from '../../../src/protocol';
import { discard } from '../../fixtures/discard';
import { pythonFor } from '../../python/environment';
import { QUIET } from '../../engines/trl/project';
import { askedDataset, CAPTIONS, servedWorkspace } from './workspace';

const python = pythonFor('making data with a base model of the TRL engine');
const FILE = 'real.curriculum.yaml';
const ROLLOUTS = 3;

/** The curriculum's own model, in a folder, answers and rates: nobody is served. */
const curriculum = (model: string): string => `curriculum: 1
name: real
model: ${model}
engine: { trl: { python: ${python ?? ''} } }
reward: boxed-answer
datasets:
  ${askedDataset('base', `rollouts: ${ROLLOUTS}, temperature: 1.0`)}
defaults: { gpus: 0, batch: 4, rollouts: 4, max_prompt_length: 512, max_response_length: 8, seed: 3 }
stages:
  - id: see
    data: asked
    steps: 1
`;

describe.runIf(python !== undefined)('a dataset made with a base model of TRL', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-trl-')));
  afterAll(() => discard(folder));

  it('is answered and rated by it', async () => {
    const script = join(packageRoot(), 'scripts', 'python', 'make_tiny_trl.py');
    execFileSync(python ?? '', [script, folder, 'qwen2_5_vl'], {
      env: { ...process.env, ...QUIET },
      stdio: 'pipe',
    });
    const space = servedWorkspace(curriculum(join(folder, 'qwen2_5_vl')));
    const made = await space.cli('make', FILE);
    expect(made.code, made.stdout + made.stderr).toBe(0);
    expect(made.stdout).toContain('on this machine, so they cost time alone');

    const { figures, spending, models } = space.manifest('asked');
    expect([models, spending]).toEqual([['base'], []]);
    expect(figures.outcomes.map(({ arm }) => arm)).toEqual(['image', 'description', 'neither']);
    // It says noise, and it said it to all: nothing is missing.
    for (const { counts } of figures.outcomes)
      expect([counts.right, counts.missing, counts.wrong + counts.unparsable]).toEqual([0, 0, CAPTIONS]);

    const work = join(space.root, 'data', 'asked', '.make');
    const before = filesOf(work);
    const answers = linesOf(before, 'answers-base-') as readonly Answer[];
    const asked = new Set(answers.map(({ q, arm }) => `${q} ${arm}`));
    expect([answers.length, asked.size]).toEqual([3 * CAPTIONS, 3 * CAPTIONS]);
    expect(answers.every(({ text }) => text !== undefined && text !== '')).toBe(true);

    const rates = linesOf(before, 'rates-base-') as readonly Rate[];
    expect(rates).toHaveLength(CAPTIONS);
    const rows = space.rows('asked');
    expect(rows).toHaveLength(CAPTIONS);
    for (const { id, predictions, correctness, pass_rate, pass_rate_high } of rows) {
      expect(rates.find(({ q }) => q === id)).toMatchObject({ predictions, correctness });
      expect(new Set(predictions as string[]).size).toBe(ROLLOUTS);
      expect([(correctness as boolean[]).length, pass_rate]).toEqual([ROLLOUTS, 0]);
      expect(Number(pass_rate_high)).toBeGreaterThan(0);
    }

    // What is answered is not asked for again, nor by another condition.
    const file = join(space.root, FILE);
    writeFileSync(file, readFileSync(file, 'utf8').replace('NOT right_from_image', 'NOT right_blind'));
    const again = await space.cli('make', FILE);
    expect(again.code, again.stdout + again.stderr).toBe(0);
    expect(filesOf(work)).toEqual(before);
  }, 400_000);
});

/** Journals of answers and rates, by name. */
const filesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => /^(?:answers|rates)-.*\.jsonl$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

function linesOf(files: ReadonlyMap<string, string>, begin: string): readonly unknown[] {
  const names = [...files.keys()].filter((name) => name.startsWith(begin));
  expect(names).toHaveLength(1);
  const text = files.get(names[0] ?? '') ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
