import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GradeOptions } from '../rewards';
import { FILES, predictionsFile } from '../runs';
import { decide, type Decision } from './attribution';
import { AuditError } from './error';
import { ItemCollector, type Item } from './items';
import { readPredictions } from './predictions/read';
import { summarise, type AuditSummary } from './summary';
import { writeAudit } from './write';

/** A run folder, or a predictions file and the folder that the results go to (absent: nothing is written). */
export type AuditSource = string | { readonly predictions: string; readonly output?: string };

export interface AuditOptions extends Pick<GradeOptions, 'strict' | 'tolerance'> {
  /** Stage whose predictions are read; default the newest. */
  readonly stage?: string;
}

export interface Audit {
  readonly predictions: string;
  readonly summary: AuditSummary;
  readonly items: readonly Item[];
  /** `decisions[i]` is that of `items[i]`. */
  readonly decisions: readonly Decision[];
  /** Files that were written. */
  readonly files: readonly string[];
}

/**
 * Grades a run's predictions, attributes its failures by the counterfactual arms, and writes
 * `audit/counterfactual.jsonl` and `audit/summary.json`. Rejects with an `AuditError` when there is nothing to audit.
 */
export async function auditRun(source: AuditSource, options: AuditOptions = {}): Promise<Audit> {
  const predictions =
    typeof source === 'string' ? findPredictions(source, options.stage) : source.predictions;
  const output = typeof source === 'string' ? join(source, FILES.audit) : source.output;
  if (!existsSync(predictions)) {
    throw new AuditError(
      `There is no predictions file ${predictions}.`,
      'Give a run folder or a predictions.jsonl.',
    );
  }
  const strict = options.strict ?? false;
  const collector = new ItemCollector({
    strict,
    ...(options.tolerance === undefined ? {} : { tolerance: options.tolerance }),
  });
  const read = await readPredictions(predictions, (prediction) => collector.add(prediction));
  const items = collector.done();
  if (items.length === 0) {
    const [first] = read.examples;
    const why = first === undefined ? 'it is empty' : `line ${first.line}: ${first.reason}`;
    throw new AuditError(`${predictions} holds no prediction (${why}).`, 'Run the prediction phase again.');
  }
  const decisions = items.map(decide);
  const summary = summarise(items, decisions, { ...read, duplicates: collector.duplicates }, strict);
  const files = output === undefined ? [] : await writeAudit(output, summary, items, decisions);
  return { predictions, summary, items, decisions, files };
}

/** The predictions of a stage of a run folder, or of the stage that predicted last. */
export function findPredictions(runFolder: string, stage?: string): string {
  const folder = join(runFolder, FILES.stages);
  const all = existsSync(folder) ? readdirSync(folder) : [];
  const candidates =
    stage === undefined
      ? all.map((name) => join(folder, name, FILES.predictions))
      : [predictionsFile(runFolder, stage)];
  const files = candidates
    .filter((file) => existsSync(file))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = files;
  if (newest !== undefined) return newest;
  throw new AuditError(
    stage === undefined
      ? `No stage of ${runFolder} has predictions.`
      : `Stage ${stage} of ${runFolder} has no predictions.`,
    'They are made after the last stage, on the held-out rows (`test`, else `val`, of each dataset).',
  );
}
