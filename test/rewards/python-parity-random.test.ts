import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { made, mutated, rewarded } from './python/arbitrary';
import { anyPython, PythonGrader, verdictOf, type Asked } from './python/grader';

const python = await anyPython('the grading of Python against that of TypeScript, on random answers');
const grader = python === undefined ? undefined : new PythonGrader(python);
afterAll(() => grader?.close());

const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 700);

describe.runIf(grader !== undefined)('Python and TypeScript give one verdict', () => {
  const agree = async (asked: Asked): Promise<void> => {
    expect(await grader?.ask(asked)).toEqual(verdictOf(asked));
  };

  it('on answers made of pieces', async () => {
    await fc.assert(fc.asyncProperty(made, agree), { numRuns: RUNS });
  }, 120_000);

  it('on pairs of the table with their text changed', async () => {
    await fc.assert(fc.asyncProperty(mutated, agree), { numRuns: RUNS });
  }, 120_000);

  it('by every training reward', async () => {
    await fc.assert(fc.asyncProperty(rewarded, agree), { numRuns: RUNS });
  }, 120_000);
});
