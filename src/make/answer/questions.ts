import { checkSourceLine } from '../source-line';
import { readJournal } from '../journal';
import type { Question, QuestionFile } from '../types';

/** Every question of a question file, in its order, a piece of the file at a time. */
export async function* questionsOf(
  { path }: QuestionFile,
  signal?: AbortSignal,
): AsyncGenerator<Question, void, undefined> {
  for await (const lines of readJournal(path, checkSourceLine, signal))
    for (const { questions } of lines) yield* questions;
}
