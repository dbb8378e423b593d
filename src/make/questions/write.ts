import { limitsOf } from '../../endpoints';
import type { QuestionRecipe } from '../../language';
import { readCaptions, type Caption, type CaptionSource, type ReadCaption } from '../captions';
import { inFlight } from '../in-flight';
import type { MakeContext, QuestionFile, SourceLine } from '../types';
import { byWriter } from './by-writer';
import { OWN, WRITTEN } from './check/draft';
import type { Examiner } from './examine';
import { ownQuestions } from './file/own';
import { Progress } from './progress';
import { earlierWork, openQuestions, questionFile } from './question-file';
import { Silence } from './silent';

/** Of an endpoint that says none. */
const CONCURRENCY = 8;
/** Captions of questions that are there already, examined at once when nobody verifies them. */
const LOCAL = 32;

/**
 * Writes the questions of a recipe's captions, or reads those of its file, and checks them: one line of the question
 * file a caption. What was done before is left; what a server did not answer, and images that were missing, are tried
 * again. Rejects with a `DataError` (files), an `EndpointError` that concerns all requests (a server that is gone), or
 * the signal's reason, and with a `MakeError` when the writer answers nothing;
 * what is finished is on disk then.
 */
export async function writeQuestions(context: MakeContext): Promise<QuestionFile> {
  const recipe = context.made.make.questions;
  if (recipe === undefined) throw new Error('The recipe has no questions.');
  const path = await questionFile(context);
  const earlier = await earlierWork(path, context.signal);
  const source = await readCaptions(context);
  const journal = openQuestions(path);
  const progress = new Progress(context, source.total, earlier.lines, earlier.questions);
  const silence = new Silence();
  progress.tell();
  let close = (): Promise<void> => Promise.resolve();
  try {
    const examiner: Examiner = {
      context,
      rules: recipe.by === undefined ? OWN : WRITTEN,
      ids: earlier.ids,
      ...(recipe.verify === undefined ? {} : { verifier: context.chat(recipe.verify) }),
    };
    const lines = await linesOf(recipe, examiner, source);
    close = lines.close;
    const keep = (line: SourceLine): void => {
      journal.append(line);
      progress.add(line);
      silence.add(line);
    };
    const work = async (caption: ReadCaption): Promise<void> => {
      keep('fallen' in caption ? fellAtSource(caption) : await lines.of(caption));
    };
    const skip = (name: string): boolean => earlier.done.has(name);
    await inFlight(source.captions(skip), atOnce(context, recipe), work, context.signal);
    for await (const line of lines.rest()) if (!earlier.done.has(line.source)) keep(line);
    // A few that are refused each time, for their words, are no reason to end.
    if (recipe.by !== undefined && earlier.lines === 0) silence.insistOnOne(recipe.by);
  } finally {
    silence.tell(context);
    journal.close();
    await close();
  }
  progress.tell();
  return { path };
}

interface Lines {
  readonly of: (caption: Caption) => Promise<SourceLine>;
  /** What belongs to no caption; asked for when all captions are done. */
  readonly rest: () => AsyncIterable<SourceLine> | Iterable<SourceLine>;
  readonly close: () => Promise<void>;
}

async function linesOf(recipe: QuestionRecipe, examiner: Examiner, source: CaptionSource): Promise<Lines> {
  const { by, file } = recipe;
  if (by !== undefined) {
    const client = examiner.context.chat(by);
    return {
      of: (caption) => byWriter(caption, { client, recipe, examiner }),
      rest: () => [],
      close: () => Promise.resolve(),
    };
  }
  if (file === undefined)
    throw new Error('The recipe says neither who writes the questions nor where they are.');
  return ownQuestions(file, examiner, source);
}

const fellAtSource = ({ source, place, fallen }: Exclude<ReadCaption, Caption>): SourceLine => ({
  source,
  place,
  questions: [],
  fallen: [fallen],
});

/** Captions in work at once: as many as the endpoints take requests, so that neither waits for the other. */
function atOnce({ curriculum }: MakeContext, { by, verify }: QuestionRecipe): number {
  const names = new Set([by, verify].filter((name) => name !== undefined));
  const sum = [...names].reduce(
    (all, name) => all + (limitsOf(curriculum, name).concurrency ?? CONCURRENCY),
    0,
  );
  return sum === 0 ? LOCAL : sum;
}
