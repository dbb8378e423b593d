import { existsSync } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FILES, readRunManifest } from '../../runs';
import { ResultsError } from '../error';
import { newestPredictions } from '../predictions/find';
import { gradedAnswers, itemOfPrediction, type GradedAnswer } from '../predictions/item';
import { indexPredictions, predictionBatches, type PredictionFaults } from '../predictions/read';
import type { Arm } from '../../protocol';
import { SET_FILES } from './layout';
import type { SetManifest } from './manifest';
import { readManifest } from './read';
import type { WrittenColumn } from './table-writer';
import { moveInto, SetWriter } from './writer';
import { counted } from '../text/words';

interface AnswerRow extends GradedAnswer {
  readonly i: number;
  readonly arm: Arm;
  readonly description: string | undefined;
  readonly judged: boolean;
}

/** Columns of `answers.parquet`. */
const ANSWER_COLUMNS: readonly WrittenColumn<AnswerRow>[] = [
  { name: 'i', type: 'INTEGER', value: ({ i }) => i },
  { name: 'arm', type: 'VARCHAR', value: ({ arm }) => arm },
  { name: 'greedy', type: 'BOOLEAN', value: ({ greedy }) => greedy },
  { name: 'description', type: 'VARCHAR', value: ({ description }) => description ?? null },
  { name: 'text', type: 'VARCHAR', value: ({ response }) => response.text },
  { name: 'tokens', type: 'INTEGER', value: ({ response }) => Math.max(0, Math.round(response.tokens)) },
  { name: 'truncated', type: 'BOOLEAN', value: ({ response }) => response.truncated },
  { name: 'extracted', type: 'VARCHAR', value: ({ extracted }) => extracted ?? null },
  { name: 'correct', type: 'BOOLEAN', value: ({ correct, judged }) => (judged ? correct : null) },
];

/**
 * Makes the audit set of a run from its newest predictions when there is none or they have changed since; other files
 * of the folder (verdicts, labels, the report's summary) stay. Answers with the set's folder. Rejects with a
 * `ResultsError` when the run has no predictions.
 */
export async function ensureRunSet(runFolder: string, signal?: AbortSignal): Promise<string> {
  const predictions = newestPredictions(runFolder);
  if (predictions === undefined) {
    throw new ResultsError(
      `No stage of ${runFolder} has predictions.`,
      'They are made after the last stage, on the held-out rows (`test`, else `val`, of each dataset).',
    );
  }
  const { size, mtimeMs } = await stat(predictions);
  const made = { from: predictions, size, modified: mtimeMs };
  const dir = join(runFolder, FILES.audit);
  const there = await lstat(dir).catch(() => undefined);
  if (there?.isSymbolicLink() === true) {
    // A run may come from anywhere; what is written here would land wherever the link leads.
    throw new ResultsError(`${dir} is a link: nothing is written there.`, 'Remove it, and try again.');
  }
  if (await isCurrent(dir, made)) return dir;
  const writer = await SetWriter.open(dir);
  try {
    const model = await modelOf(runFolder);
    const faults = await writeRows(writer, predictions, model.name, signal);
    const id = basename(runFolder);
    const title = model.run ?? id;
    const run = { run: runFolder, ...(model.file === undefined ? {} : { file: model.file }) };
    const facts = { id, title, kind: 'run' as const, ...run, model: model.name, images: model.images, made };
    await writer.finish({ ...facts, problems: faultWords(predictions, faults) });
    await moveInto(writer.draft, dir, [SET_FILES.items, SET_FILES.answers, SET_FILES.manifest]);
  } finally {
    await writer.abandon();
  }
  return dir;
}

async function isCurrent(dir: string, made: SetManifest['made']): Promise<boolean> {
  if (![SET_FILES.items, SET_FILES.answers].every((name) => existsSync(join(dir, name)))) return false;
  const kept = await readManifest(dir).catch(() => undefined);
  return (
    kept?.made.from === made.from && kept.made.size === made.size && kept.made.modified === made.modified
  );
}

async function writeRows(
  writer: SetWriter,
  file: string,
  model: string,
  signal: AbortSignal | undefined,
): Promise<PredictionFaults> {
  const index = await indexPredictions(file, signal);
  if (index.rows === 0) {
    const why = index.faults.reason ?? 'no row has an answer from the image';
    throw new ResultsError(`${file} holds nothing to audit (${why}).`, 'Run the prediction phase again.');
  }
  const answers = await writer.table(SET_FILES.answers, ANSWER_COLUMNS);
  for await (const batch of predictionBatches(file, { broken: 0 }, signal)) {
    for (const one of batch) {
      const { prediction, line } = one;
      const i = index.indexOf(prediction);
      if (i === undefined || !index.counts(one)) continue;
      const graded = gradedAnswers(prediction);
      const { arm, description } = prediction;
      const judged = prediction.answer.trim() !== '';
      await answers.add(graded.map((answer) => ({ ...answer, i, arm, description, judged })));
      if (arm === 'image')
        await writer.add([itemOfPrediction(prediction, graded, { source: file, line, model })]);
    }
  }
  return index.faults;
}

function faultWords(file: string, faults: PredictionFaults): readonly string[] {
  const { broken, reason, repeated, withoutImageArm } = faults;
  return [
    ...(broken === 0
      ? []
      : [
          `${file}: ${counted(broken, 'line is no prediction and was', 'lines are no predictions and were')} left out (${reason ?? ''})`,
        ]),
    ...(repeated === 0
      ? []
      : [
          `${file}: ${counted(repeated, 'row stands', 'rows stand')} there again in the same arm; the last counts`,
        ]),
    ...(withoutImageArm === 0
      ? []
      : [
          `${file}: ${counted(withoutImageArm, 'row has no answer from the image and was', 'rows have no answer from the image and were')} left out`,
        ]),
  ];
}

interface RunModel {
  readonly name: string;
  readonly run?: string;
  readonly file?: string;
  readonly images: SetManifest['images'];
}

/** What the run's manifest says of its model and folders; a run that has lost it can still be read. */
async function modelOf(runFolder: string): Promise<RunModel> {
  const manifest = await readRunManifest(runFolder);
  if (!manifest.ok) return { name: basename(runFolder), images: { folders: [runFolder] } };
  const { plan, name, variant, root } = manifest.value;
  const title = variant === undefined ? name : `${name} (${variant})`;
  const folders = [...new Set([runFolder, root, ...plan.curriculum.folders])];
  return { name: title, run: title, file: plan.curriculum.file, images: { folders } };
}
