import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadeManifest } from '../../src/protocol';
import { smallProject, type Project } from '../cli/project';
import { readDescription, solve } from './solve';

/** A row of a made file, as the engines read it. */
interface MadeRow {
  readonly id: string;
  readonly problem: string;
  readonly answer: string;
  readonly images: readonly string[];
  readonly caption: string;
  readonly predictions?: readonly string[];
  readonly correctness?: readonly (boolean | null)[];
  readonly pass_rate?: number | null;
  readonly pass_rate_low?: number | null;
  readonly pass_rate_high?: number | null;
}

const FILE = 'made.curriculum.yaml';
let project: Project;
const made = (name: string): string => join(project.folder, 'data', 'hard-to-see', name);
const manifest = (): MadeManifest => JSON.parse(readFileSync(made('made.json'), 'utf8')) as MadeManifest;
const rowsOf = (split: string): readonly MadeRow[] =>
  readFileSync(made(`${split}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as MadeRow);
const digest = (): string =>
  createHash('sha256')
    .update(['train', 'val', 'test'].map((split) => readFileSync(made(`${split}.jsonl`), 'utf8')).join('\n'))
    .digest('hex');

/** Everything is real: the command line, the supervisor, the maker, the micro model that is shipped. */
describe('the example makes its perception data, offline', () => {
  beforeAll(async () => {
    project = smallProject(2);
    const { code, stdout, stderr } = await project.cli('make', FILE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('hard-to-see');
  }, 240_000);
  afterAll(() => project.dispose());

  it('the funnel accounts for every question', () => {
    const { funnel, rows } = manifest();
    expect(funnel.find(({ step }) => step === 'check')?.in).toBe(408);
    for (const { step, in: came, out, dropped } of funnel)
      if (step !== 'write' && step !== 'hand')
        expect(came - dropped.reduce((sum, { count }) => sum + count, 0), step).toBe(out);
    const kept = Object.values(rows).reduce((sum, count) => sum + count, 0);
    expect(kept).toBe(funnel.at(-1)?.out);
    // The micro model misses some of what it is asked, and by far not all.
    expect(kept).toBeGreaterThan(15);
    expect(kept).toBeLessThan(200);
  });

  it('no picture is in two splits, and every picture is there', () => {
    const pictures = ['train', 'val', 'test'].map((split) => rowsOf(split).flatMap(({ images }) => images));
    const all = pictures.map((names) => new Set(names));
    for (const [i, one] of all.entries())
      for (const other of all.slice(i + 1)) expect([...one].filter((name) => other.has(name))).toEqual([]);
    for (const name of pictures.flat()) {
      const inImages = join(project.folder, 'data', name);
      expect(existsSync(inImages) || existsSync(made(name)), name).toBe(true);
    }
  });

  it('what was kept is right by its caption: wrong answers of the careless writer have fallen', () => {
    const rows = ['train', 'val', 'test'].flatMap(rowsOf);
    const wrong = rows.filter(({ problem, answer, caption }) => {
      const question = problem.replace('<image>', '').trim();
      return solve(question, readDescription(caption)) !== answer;
    });
    // One in sixteen was written wrongly; a model that reads well and answers alike is the exception.
    expect(wrong.length / rows.length).toBeLessThan(1 / 16);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('every row has a pass rate with its interval, from rollouts that were graded', () => {
    const { figures } = manifest();
    expect(figures.difficulty?.saved ?? 0).toBeGreaterThan(0);
    for (const row of ['train', 'val', 'test'].flatMap(rowsOf)) {
      const graded = (row.correctness ?? []).filter((one) => one !== null);
      expect(row.predictions).toHaveLength(row.correctness?.length ?? 0);
      expect(row.pass_rate).toBeCloseTo(graded.filter(Boolean).length / graded.length, 9);
      expect(row.pass_rate_low ?? 1).toBeLessThanOrEqual(row.pass_rate ?? 0);
      expect(row.pass_rate_high ?? 0).toBeGreaterThanOrEqual(row.pass_rate ?? 1);
    }
  });

  it('again asks nothing and writes the same bytes; its stage trains on what was made', async () => {
    const before = digest();
    const again = await project.cli('make', FILE);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(digest()).toBe(before);
    const plan = await project.cli('plan', FILE);
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    expect(plan.stdout).toMatch(/see/);
    expect((await project.cli('run', FILE, '--no-audit')).code).toBe(0);
  }, 240_000);
});
