import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lookAtResults, summariseResults, type ResultSummary } from '../../src/results';
import { discard } from '../fixtures/discard';

/** Folders that pandas, xlsxwriter and json wrote; see their README. */
export const FIXTURES = resolve('test/fixtures/results');

export async function summaries(path: string): Promise<readonly ResultSummary[]> {
  const found = await lookAtResults(path);
  return (await Promise.all(found.map((one) => summariseResults(one)))).flat();
}

export async function summaryOf(path: string, benchmark: string): Promise<ResultSummary> {
  const all = (await summaries(path)).filter((one) => one.benchmark === benchmark);
  if (all.length !== 1) throw new Error(`${all.length} entries of ${benchmark}`);
  return all[0]!;
}

export const codesOf = ({ problems }: ResultSummary): readonly string[] => problems.map(({ code }) => code);

/** A folder that is removed when the test is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  try {
    return await work(folder);
  } finally {
    discard(folder);
  }
}
