import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difficulty } from '../../../src/language';
import type { Question, Rate } from '../../../src/make';
import { questionId } from '../../../src/make/question-id';
import { parseRate } from '../../../src/make/rate';
import { jsonl, write } from '../support/context';
import { pngOf } from '../support/pictures';

/** Sixteen rollouts by the endpoint `vlm`. */
export const FIXED: Difficulty = {
  by: 'vlm',
  rollouts: 16,
  adaptive: false,
  boundaries: [0.2, 0.8],
  temperature: 1,
  top_p: 1,
  max_tokens: 64,
};

/** Kept questions `Question 0?`, ... each with an image of its own and the answer `7`; the file's path. */
export function keep(root: string, count: number, parts: Partial<Question> = {}): string {
  const questions = Array.from({ length: count }, (_, i): Question => {
    const images = [write(join(root, 'data', 'images', `${i}.png`), pngOf(i))];
    const asked = { question: `Question ${i}?`, options: [], answer: '7', images, ...parts };
    return { id: questionId(root, asked), source: `row-${i}`, capability: 'perception', ...asked };
  });
  return keepThese(root, questions);
}

export const keepThese = (root: string, questions: readonly Question[]): string =>
  write(
    join(root, 'kept.jsonl'),
    jsonl(questions.map((question, place) => ({ question, split: 'train', place }))),
  );

export const idsOf = (kept: string): readonly string[] =>
  linesOf(kept).map((line) => (line as { question: Question }).question.id);

/** The last line of every row of a rate file. */
export function ratesIn(path: string): ReadonlyMap<string, Rate> {
  return new Map(
    linesOf(path).flatMap((line) => {
      const rate = parseRate(line);
      return rate === undefined ? [] : [[rate.q, rate] as const];
    }),
  );
}

/** Whole lines of a file of JSON lines; a torn one is left out. */
export const linesOf = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as unknown];
      } catch {
        return [];
      }
    });
