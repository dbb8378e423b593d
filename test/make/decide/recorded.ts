import { join } from 'node:path';
import type { MakeArm, Outcome } from '../../../src/protocol';
import type { Answer, AnswerFile, Question, QuestionFile, SourceLine } from '../../../src/make';
import { jsonl, write } from '../support/context';
import { pngOf } from '../support/pictures';

/** A question about an image of its own, but for what is said. */
export const question = (at: number, said: Partial<Question> = {}): Question => ({
  id: `q-${String(at).padStart(16, '0')}`,
  source: `s${at}`,
  capability: 'perception',
  question: `What is thing ${at}?`,
  options: ['red', 'blue', 'green', 'black'],
  answer: 'B',
  images: [],
  ...said,
});

export function writeImage(root: string, at: number, name = `${at}.png`): string {
  return write(join(root, 'data', 'images', name), pngOf(at));
}

/** The question file of one question a source. */
export function writeQuestionFile(
  to: string,
  questions: readonly Question[],
  more: Partial<SourceLine>[] = [],
): QuestionFile {
  const lines = questions.map((one, place): Partial<SourceLine> => ({
    source: one.source,
    place,
    questions: [one],
    fallen: [],
  }));
  return { path: write(join(to, '.make', 'questions-test.jsonl'), jsonl([...lines, ...more])) };
}

export const answer = (q: string, arm: MakeArm, outcome: Outcome, more: Partial<Answer> = {}): Answer => ({
  q,
  arm,
  outcome,
  ...(outcome === 'missing' ? {} : { text: `I say ${outcome}` }),
  ...more,
});

export const writeAnswerFile = (to: string, model: string, answers: readonly Answer[]): AnswerFile => ({
  model,
  path: write(join(to, '.make', `answers-${model}.jsonl`), jsonl(answers)),
});
