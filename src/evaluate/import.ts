import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { importResults, lookAtResults, ResultsError } from '../results';
import type { EvaluationPlan } from './plan';
import { outputsOf } from './vlmevalkit/steps';

/** What became of the benchmarks. */
export interface ImportedResults {
  /** Audit sets. */
  readonly dirs: readonly string[];
  /** Benchmarks that left no answers. */
  readonly missing: readonly string[];
}

/**
 * Makes an audit set of what the evaluator has written, with the images of the benchmarks' tables where these are on
 * this machine. No set where there is nothing.
 */
export async function importEvaluation(
  { model, evaluation, folder, root }: EvaluationPlan,
  title: string,
  signal?: AbortSignal,
): Promise<ImportedResults> {
  const path = join(outputsOf(folder), model.name);
  const found = existsSync(path) ? await lookAtResults(path).catch(nothing) : [];
  const wanted = found.filter(({ benchmark }) => evaluation.on.includes(benchmark));
  const missing = evaluation.on.filter((name) => !found.some(({ benchmark }) => benchmark === name));
  if (wanted.length === 0) return { dirs: [], missing };
  const data = evaluation.data ?? process.env.LMUData ?? join(homedir(), 'LMUData');
  const tsv = evaluation.on.map((name) => join(data, `${name}.tsv`)).filter((file) => existsSync(file));
  const { dirs } = await importResults(
    {
      root,
      path,
      sources: wanted.map(({ source }) => source),
      name: title,
      ...(tsv.length === 0 ? {} : { images: { tsv } }),
    },
    signal === undefined ? {} : { signal },
  );
  return { dirs, missing };
}

const nothing = (error: unknown): readonly never[] => {
  if (error instanceof ResultsError) return [];
  throw error;
};
