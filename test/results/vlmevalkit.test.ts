import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultSummary } from '../../src/results';
import { benchmarkIn, namedFile, roleOf } from '../../src/results/vlmevalkit/names';
import { codesOf, FIXTURES, inFolder, summaries, summaryOf } from './fixtures';

const FOLDER = join(FIXTURES, 'vlmevalkit');

describe('a folder of VLMEvalKit', () => {
  let all: ReadonlyMap<string, ResultSummary>;
  beforeAll(async () => {
    const list = await summaries(FOLDER);
    all = new Map(list.map((one) => [one.benchmark, one]));
    expect(all.size, 'one entry a benchmark, links and older evaluations apart').toBe(list.length);
  });
  const of = (name: string): ResultSummary => all.get(name)!;
  const marks = (name: string): readonly (boolean | null)[] => of(name).items.map(([, correct]) => correct);
  const reported = (name: string, figure: string) => of(name).reported.find((one) => one.name === figure);

  it('finds every benchmark under its own name and model', () => {
    expect([...all.keys()].sort()).toEqual(
      [
        'A-OKVQA', 'HallusionBench', 'MMBench_DEV_EN', 'MMStar', 'MathVerse_MINI_Vision_Intensive', 'MathVision_MINI',
        'MathVista_MINI', 'Other_Bench', 'Own_Bench_v2', 'POPE', 'RealWorldQA', 'WeMath',
      ].sort(),
    ); // prettier-ignore
    expect(new Set([...all.values()].map(({ model }) => model))).toEqual(new Set(['Qwen2.5_VL-7B']));
  });

  it('leaves a failed request unjudged and says why the fraction differs', () => {
    const one = of('A-OKVQA');
    expect(marks('A-OKVQA')).toEqual([true, true, true, false, null, true]);
    expect(one).toMatchObject({ rows: 6, wrong: 1, unjudged: 1, accuracy: 0.8 });
    expect(reported('A-OKVQA', 'Overall')).toMatchObject({ value: 4 / 6, accuracy: 4 / 6 });
    expect(reported('A-OKVQA', 'Overall')?.meaning).toContain('fraction');
    const differs = one.problems.find(({ code }) => code === 'SC364');
    expect(differs?.message).toContain(
      '(4 of 5 judged rows; Wilson 95 %: 37.6–96.4 %), `Overall` says 66.7 % (4 of 6; Wilson 95 %: 30.0–90.3 %): it counts the 1 row that is not judged here as wrong',
    );
  });

  it('knows that the Overall of POPE is F1 and compares its acc', () => {
    expect(reported('POPE', 'Overall')).toMatchObject({
      meaning: 'F1 x 100 of the answer Yes, not accuracy',
    });
    expect(reported('POPE', 'Overall')).not.toHaveProperty('accuracy');
    expect(reported('POPE', 'acc')).toMatchObject({ accuracy: 0.625 });
    expect(of('POPE').accuracy).toBe(0.625);
    expect(marks('POPE')).toEqual([true, true, false, true, true, false, false, true]);
    expect(codesOf(of('POPE'))).not.toContain('SC364');
  });

  it('takes aAcc of HallusionBench alone for accuracy', () => {
    const figures = of('HallusionBench').reported.filter((one) => one.accuracy !== undefined);
    expect(figures.map(({ name }) => name)).toEqual(['aAcc']);
    expect(of('HallusionBench').accuracy).toBe(0.75);
  });

  it('recomputes MathVista and MathVision, which have no hit column, by the extracted answer', () => {
    expect(marks('MathVista_MINI')).toEqual([true, true, true, true, false]);
    expect(marks('MathVision_MINI')).toEqual([true, true, false]);
    expect(reported('MathVista_MINI', 'acc')).toMatchObject({ value: 80, accuracy: 0.8 });
    expect(codesOf(of('MathVista_MINI'))).not.toContain('SC364');
  });

  it('takes the judge of MathVerse where words alone cannot be compared', () => {
    expect(marks('MathVerse_MINI_Vision_Intensive')).toEqual([true, false, true]);
    expect(of('MathVerse_MINI_Vision_Intensive').source).toMatch(/claude-haiku-4\.5_score\.xlsx$/);
  });

  it('says that the scores of WeMath are no accuracies and recomputes them from the step groups', () => {
    expect(marks('WeMath')).toEqual([true, true, true, false, true, true]);
    expect(reported('WeMath', 'Score (Strict)')).toMatchObject({ value: 50 });
    expect(reported('WeMath', 'Score (Strict)')).not.toHaveProperty('accuracy');
    const words = of('WeMath')
      .problems.map(({ message }) => message)
      .join('\n');
    expect(words).toContain(
      'Score (Strict) 50.0 % (2 problems; Wilson 95 %, rather too wide: 9.5–90.5 %), Score (Loose) 100.0 % (2 problems',
    );
  });

  it('counts a question asked in rotations as right when all are', () => {
    expect(of('MMBench_DEV_EN').items).toEqual([
      ['1', true],
      ['2', false],
    ]);
    expect(codesOf(of('MMBench_DEV_EN'))).toContain('SC368');
  });

  it('reads the newest evaluation and names the older ones, with a legacy id too', () => {
    for (const name of ['MMStar', 'RealWorldQA']) {
      expect(of(name).source).toContain('T20260818-101500');
      expect(of(name).problems.find(({ code }) => code === 'SC366')?.message).toMatch(
        /T20260701-090000|T20250301_Ga1b2c3d4/,
      );
    }
  });

  it('reads TSV and JSON, ids with gaps among them', () => {
    expect(of('Own_Bench_v2').items.map(([id]) => id)).toEqual(['1', '2', 'line 6', '4', '5', '6']);
    expect(marks('Own_Bench_v2')).toEqual([true, true, true, false, null, true]);
    expect(marks('Other_Bench')).toEqual([true, true, true, false, null, true]);
  });

  it('reads a lone file that lies outside of its folder by the benchmarks it knows', () =>
    inFolder(async (folder) => {
      const name = 'Qwen2.5_VL-7B_POPE_auxmatch.xlsx';
      mkdirSync(join(folder, 'loose'));
      copyFileSync(join(FOLDER, 'Qwen2.5_VL-7B', 'T20260818-101500', name), join(folder, 'loose', name));
      const one = await summaryOf(join(folder, 'loose', name), 'POPE');
      expect(one).toMatchObject({ model: 'Qwen2.5_VL-7B', rows: 8, wrong: 3 });
    }));
});

describe('names of files', () => {
  const path = (name: string): string => join('outputs', 'My_Model', 'T20260818-101500', name);
  it.each([
    ['My_Model_MathVista_MINI_gpt-4o-mini.xlsx', 'MathVista_MINI', 'judged'],
    ['My_Model_MMMU_DEV_VAL.tsv', 'MMMU_DEV_VAL', 'raw'],
    ['My_Model_Strange_Set_gpt-4o_result.xlsx', 'Strange_Set', 'judged'],
    ['My_Model_A-OKVQA_acc.csv', 'A-OKVQA', 'figures'],
    ['My_Model_OCRBench_score.json', 'OCRBench', 'figures'],
  ])('%s is of %s, %s', (name, benchmark, role) => {
    const file = namedFile(path(name))!;
    expect(file.model).toBe('My_Model');
    expect(benchmarkIn(file.rest, new Set([file.rest]))).toBe(benchmark);
    expect(roleOf(file.rest.slice(benchmark.length), file.extension).role).toBe(role);
  });

  it.each([
    'My_Model_POPE_checkpoint.pkl',
    'My_Model_POPE_PREV.pkl',
    'status.json',
    'My_Model_POPE_tmp.xlsx',
  ])('%s is nothing to read', (name) => expect(namedFile(path(name))).toBeUndefined());
});
