import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeAtomically } from '../../data';
import { MakeError } from '../error';
import { Digests } from '../digests';
import { readJournal, wellFormed } from '../journal';
import { workFile } from '../layout';
import { questionId } from '../question-id';
import type { MakeContext, QuestionFile, SourceLine } from '../types';
import { checkSourceLine } from '../source-line';
import { FALLS, type Collected, type RowSource } from './collected';
import { datasetRows } from './datasets';
import { drawPlaces } from './draw';
import { failureRows } from './failures';
import { ownRows } from './own';

/** Part of the files' names: another way of reading rows gives other files. */
const VERSION = 1;
/** Rows between two words on how far it is. */
const PACE = 1000;
/** Share of rows that cannot be read above which there is no sense in going on. */
const NEARLY_ALL = 0.9;

/**
 * Writes the question file of a dataset that is made from rows there are: of other datasets, its own, or an audit's
 * failures. Nothing is asked of any model, so it is read in one go: what a killed process began is begun again, and a
 * file that was made of the same rows is used again, unless it lacks images. Rejects with a `DataError`, `ResultsError` or `MakeError` when there
 * are no rows to be had, and with the signal's reason.
 */
export async function collectRows(context: MakeContext): Promise<QuestionFile> {
  const { make, to } = context.made;
  const source = await sourceOf(context);
  const canonical = JSON.stringify([VERSION, source.depends, make.limit ?? null, make.seed, context.root]);
  const hash = createHash('sha256').update(canonical).digest('hex').slice(0, 16);
  const path = workFile(to, `questions-${make.source.kind}-${hash}.jsonl`);
  if (source.total === 0) {
    throw new MakeError(
      `There are no rows that ${context.dataset} could be made from.`,
      make.source.kind === 'failures'
        ? 'The audit has no failures that fit: ask for another label or another run.'
        : 'Look at the files that `from` or `train` name.',
    );
  }
  for (const words of source.warnings()) context.tell({ type: 'note', severity: 'warning', words });
  if (!existsSync(path) || (await lacksImages(path, context.signal))) await write(context, source, path);
  return { path };
}

/** Whether rows fell for want of their images, which may be there by now. */
async function lacksImages(path: string, signal: AbortSignal): Promise<boolean> {
  for await (const lines of readJournal(path, checkSourceLine, signal))
    for (const { fallen } of lines)
      if (fallen.some(({ reason }) => reason === FALLS.missing || reason === FALLS.broken)) return true;
  return false;
}

function sourceOf(context: MakeContext): Promise<RowSource> {
  const { source } = context.made.make;
  switch (source.kind) {
    case 'datasets':
      return datasetRows(context, source);
    case 'own':
      return ownRows(context, source);
    case 'failures':
      return failureRows(context, source);
    case 'captions':
      throw new Error('Captions are read by the steps that write questions.');
  }
}

async function write(context: MakeContext, source: RowSource, path: string): Promise<void> {
  const { limit, seed } = context.made.make;
  const chosen = drawPlaces(source.total, limit, seed);
  const total = chosen?.size ?? source.total;
  const names = new Names();
  const faults = { count: 0, first: '' };
  let done = 0;
  let questions = 0;
  const progress = (): void => {
    context.tell({ type: 'phase', step: 'source', done, total });
    context.tell({ type: 'figures', values: { questions } });
  };
  await writeAtomically(path, async (sink) => {
    for await (const collected of source.rows(chosen)) {
      context.signal.throwIfAborted();
      if (done % PACE === 0) progress();
      const line = lineOf(context, collected, names.unique(collected.source));
      await sink.write(Buffer.from(`${wellFormed(JSON.stringify(line))}\n`));
      questions += line.questions.length;
      done += 1;
      if (collected.fallen?.reason !== FALLS.row) continue;
      faults.count += 1;
      faults.first ||= collected.fallen.detail ?? FALLS.row;
    }
    insistOnRows(context, faults, done);
  });
  progress();
  if (faults.count > 0)
    context.tell({ type: 'note', severity: 'warning', ...faultWords(context, faults, done) });
}

interface Faults {
  readonly count: number;
  /** What is wrong with the first, and where it stands. */
  readonly first: string;
}

/** A few rows that cannot be read fall; when nearly none can, the file is another than the recipe takes it for. */
function insistOnRows(context: MakeContext, faults: Faults, rows: number): void {
  if (faults.count === 0 || faults.count <= NEARLY_ALL * rows) return;
  const { words, hint } = faultWords(context, faults, rows);
  throw new MakeError(words, hint);
}

const faultWords = (
  { dataset }: MakeContext,
  { count, first }: Faults,
  rows: number,
): { readonly words: string; readonly hint: string } => ({
  words: `${count.toLocaleString('en-US')} of the ${rows.toLocaleString('en-US')} rows that ${dataset} is made from cannot be read. ${first}.`,
  hint: 'Look at the file, and at its `columns`, `images` and `folders` in the curriculum.',
});

function lineOf({ root }: MakeContext, { place, question, fallen }: Collected, source: string): SourceLine {
  const whole = { id: questionId(root, question), source, ...question };
  return fallen === undefined
    ? { source, place, questions: [whole], fallen: [] }
    : { source, place, questions: [], fallen: [{ step: 'source', ...fallen, question: whole }] };
}

/** Makes ids unique: a repeated one gets `#2`, the next `#3`. */
class Names {
  private readonly used = new Digests();
  /** Of names that were repeated: the last number given. */
  private readonly repeated = new Map<string, number>();

  unique(name: string): string {
    if (this.used.add(name)) return name;
    for (let n = (this.repeated.get(name) ?? 1) + 1; ; n += 1) {
      const tried = `${name}#${n}`;
      if (!this.used.add(tried)) continue;
      this.repeated.set(name, n);
      return tried;
    }
  }
}
