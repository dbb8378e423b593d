import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAtResults, readResults, ResultsError, type ResultItem } from '../../src/results';
import { validationsOf } from '../../src/results/easyr1/validations';
import { codesOf, FIXTURES, inFolder, summaries, summaryOf } from './fixtures';

const items = async (path: string): Promise<readonly ResultItem[]> => {
  const all: ResultItem[] = [];
  for (const found of await lookAtResults(path)) for await (const item of readResults(found)) all.push(item);
  return all;
};

describe('lmms-eval', () => {
  const folder = join(FIXTURES, 'lmms-eval');
  it('counts the last of a document that was appended twice', async () => {
    const pope = await summaryOf(folder, 'pope');
    expect(pope.items).toEqual([
      ['0', true],
      ['1', false],
    ]);
    expect(codesOf(pope)).toContain('SC363');
    expect(pope.reported.map(({ name, accuracy }) => [name, accuracy])).toEqual([
      ['pope_accuracy', 0.5],
      ['pope_accuracy_stderr', undefined],
    ]);
  });
  it('reads the whole response, the options of the prompt and the tokens', async () => {
    const all = await items(folder);
    const item = all.find(({ row }) => row === '5')!;
    expect(item.response).toContain('I compare both');
    expect(item.options).toEqual(['the tower', 'the tree']);
    expect(item).toMatchObject({ correct: true, goldText: 'the tower', tool: { correct: true } });
    expect(all.find(({ row }) => row === '6')?.correct).toBeNull();
    expect(all.find(({ dataset }) => dataset === 'pope')).toMatchObject({ length: 2, counted: true });
  });
});

describe('EasyR1', () => {
  it('reads the last validation, markers within texts and a torn end', async () => {
    const one = await summaryOf(join(FIXTURES, 'easyr1'), 'validation');
    expect(one.items.map(([, correct]) => correct)).toEqual([true, true, false]);
    expect(one.problems.map(({ message }) => message).join('\n')).toMatch(/2 validations of 3 answers/);
    const [first, , third] = await items(join(FIXTURES, 'easyr1'));
    expect(first?.question).toBe('How many sides has figure 0?');
    expect(first?.response).toContain('[output] is a word');
    expect(third?.tool).toEqual({ correct: null, by: 'score' });
  });
  it('takes the whole validation before one that was cut off', () =>
    inFolder(async (folder) => {
      const block = (i: number, said: number): string =>
        `[prompt] q${i}\n[output] \\boxed{${said}}\n[ground_truth] 1\n[score] 1.0\n\n`;
      const file = join(folder, 'generations.log');
      writeFileSync(file, [block(1, 0), block(2, 0), block(1, 1), block(2, 1), block(1, 0)].join(''));
      const one = await summaryOf(file, 'validation');
      expect(one.items.map(([, correct]) => correct)).toEqual([true, true]);
    }));
  it.each([
    ['abcabcabc', ['abc', 'abc', 'abc']],
    ['abcabcab', ['abc', 'abc', 'ab']],
    ['abcababcabc', ['abc', 'ab', 'abc', 'abc']],
    ['abacabac', ['abac', 'abac']],
    ['aabbaabb', ['aabb', 'aabb']],
    ['abcd', ['abcd']],
    ['aaaa', ['a', 'a', 'a', 'a']],
    ['abcacb', ['abcacb']],
    ['', []],
  ])('splits %s into its validations', (text, expected) => {
    expect(validationsOf(text.split('')).map(({ from, to }) => text.slice(from, to))).toEqual(expected);
  });
});

describe('any table', () => {
  it('reads several samples of one row', async () => {
    const all = await items(join(FIXTURES, 'tables', 'passk.jsonl'));
    expect(all.map(({ row, k, right, correct }) => [row, k, right, correct])).toEqual([
      ['0', 2, 1, true],
      ['1', 2, 0, false],
    ]);
  });
  it('reads Parquet by its aliases', async () => {
    const one = await summaryOf(join(FIXTURES, 'tables', 'filter_preds.parquet'), 'filter_preds');
    expect(one.items).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });
  it('asks for a mapping where names do not tell, and takes one', async () => {
    const [found] = await lookAtResults(join(FIXTURES, 'tables', 'unknown.csv'));
    expect(found?.problems[0]).toMatchObject({ code: 'SC361', severity: 'error' });
    expect(found?.columns).toEqual(['id', 'truth', 'predicted_letter', 'what it said']);
    expect(found?.samples?.truth).toEqual(['A', 'B']);
    await expect(readResults(found!).batches().next()).rejects.toThrow(ResultsError);
    const mapped = readResults(found!, { mapping: { response: 'what it said', answer: 'truth' } });
    const marks: (boolean | null)[] = [];
    for await (const item of mapped) marks.push(item.correct);
    expect(marks).toEqual([true, false]);
  });
  it('survives torn lines, NaN, repeated ids and lone surrogates', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'x.jsonl');
      writeFileSync(
        file,
        '\uFEFF{"id":1.0,"answer":"2","response":"\\\\boxed{2}","score":NaN}\nnot json\n[1]\n' +
          '{"id":"1","answer":2,"response":"\\ud800 3"}\n{"id":3,"answer":"","response":"x"}\n{"id":4,"ans',
      );
      const one = await summaryOf(file, 'x');
      expect(one.items).toEqual([
        ['1', true],
        ['1#2', false],
        ['3', null],
      ]);
      expect(codesOf(one)).toEqual(expect.arrayContaining(['SC362', 'SC363', 'SC365']));
    }));
  it('gives an entry for each model and benchmark of one table', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'all.csv');
      writeFileSync(file, 'model,dataset,answer,response\nm1,d,1,1\nm2,d,1,"2,\n""3"""\nm1,e,1,1\n');
      const all = await summaries(file);
      expect(all.map(({ model, benchmark, rows, wrong }) => [model, benchmark, rows, wrong])).toEqual([
        ['m1', 'd', 1, 0],
        ['m2', 'd', 1, 1],
        ['m1', 'e', 1, 0],
      ]);
    }));
  it('says in words when there is nothing', () =>
    inFolder(async (folder) => {
      await expect(lookAtResults(folder)).rejects.toThrow(/No results were found/);
      await expect(lookAtResults(join(folder, 'none'))).rejects.toThrow(ResultsError);
    }));
});
