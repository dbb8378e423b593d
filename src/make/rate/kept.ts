import { isObject } from '../../data';
import { Digests } from '../digests';
import { readJournal } from '../journal';
import { isQuestion } from '../source-line';
import type { Question } from '../types';

/** Questions of the kept rows in their order, each once: equal rows share their rollouts. */
export async function* keptQuestions(path: string, signal: AbortSignal): AsyncGenerator<Question> {
  const seen = new Digests();
  for await (const lines of readJournal(path, checkKept, signal)) {
    for (const question of lines) if (seen.add(question.id)) yield question;
  }
}

/** A row without a gold answer can be right by nothing: rated, it would pass for the hardest of all. */
export const hasAnswer = ({ answer }: Pick<Question, 'answer'>): boolean => answer.trim() !== '';

function checkKept(value: unknown): Question | undefined {
  const question = isObject(value) ? value.question : undefined;
  return isQuestion(question) ? question : undefined;
}
