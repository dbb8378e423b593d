import type { MadeManifest, MakeSpending } from '../../protocol';
import { loadQuestions, WorkDatabase, type Decided } from '../decide';
import { figuresOf, nothingKept, warningsOf } from '../figures';
import { recipeOf } from '../recipe';
import type { AnswerFile, MakeContext, QuestionFile } from '../types';
import { dropUnrated } from './drop-unrated';
import { replaceFiles } from './replace';
import { writeRowsFile } from './rows-file';
import { writeSplitFiles } from './split-files';
import { loadAnswers, loadDecisions, loadRates } from './tables';

/** All that the steps before left. */
export interface WriteParts {
  readonly file: QuestionFile;
  readonly answers: readonly AnswerFile[];
  readonly decided: Decided;
  /** The rate file; absent: nothing was rated. */
  readonly rates?: string;
  readonly spending: readonly MakeSpending[];
  /** See `MadeManifest`. */
  readonly recent?: readonly MakeSpending[];
}

/**
 * Writes the made dataset: a file for each split that has rows, `rows.parquet`, and `made.json` last. A make that is
 * stopped before the end leaves what was there before, or no manifest.
 */
export async function writeMade(context: MakeContext, parts: WriteParts): Promise<MadeManifest> {
  const { made, signal } = context;
  const work = await WorkDatabase.open(made.to, signal);
  try {
    await loadQuestions(work, parts.file, { written: true });
    await loadDecisions(work, parts.decided);
    await loadRates(work, made.difficulty === undefined ? undefined : parts.rates);
    const funnel = await dropUnrated(context, work, parts.decided.funnel);
    await loadAnswers(work, parts.answers);
    const rows = await writeRowsFile(work, parts.answers);
    await work.run('DROP TABLE a');
    const splits = await writeSplitFiles(work, await shapeOf(context, work));
    const models = parts.answers.map(({ model }) => model);
    const figures = await figuresOf(work, rows, { models, funnel, difficulty: made.difficulty });
    const counts = Object.fromEntries(Object.entries(splits).map(([split, file]) => [split, file.rows]));
    const { curriculum } = context;
    const manifest: MadeManifest = {
      format: 1,
      dataset: context.dataset,
      capability: context.capability,
      file: curriculum.file,
      ...(curriculum.variant === undefined ? {} : { variant: curriculum.variant }),
      created: new Date().toISOString(),
      recipe: recipeOf(context),
      funnel,
      figures,
      spending: parts.spending,
      ...(parts.recent === undefined ? {} : { recent: parts.recent }),
      models,
      rows: counts,
      warnings: warningsOf({ make: made.make, figures, funnel, rows: counts }),
    };
    signal.throwIfAborted();
    await replaceFiles(made.to, { splits, rows }, manifest);
    const nothing = nothingKept(funnel, keptOf(counts));
    if (nothing !== undefined) context.tell({ type: 'note', severity: 'warning', ...nothing });
    return manifest;
  } finally {
    await work.close();
  }
}

const keptOf = (counts: MadeManifest['rows']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

async function shapeOf(
  context: MakeContext,
  work: WorkDatabase,
): Promise<Parameters<typeof writeSplitFiles>[1]> {
  const { curriculum, dataset, made } = context;
  const images = curriculum.datasets.find(({ id }) => id === dataset)?.images ?? made.to;
  const rows = await work.all(
    'SELECT json_group_structure(carried) FROM q JOIN dec USING (n) WHERE dec.kept AND carried IS NOT NULL',
  );
  const text = rows[0]?.[0];
  const structure: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  const carried =
    typeof structure === 'object' && structure !== null && !Array.isArray(structure)
      ? Object.keys(structure)
      : [];
  return { images, carried, rated: made.difficulty !== undefined };
}
