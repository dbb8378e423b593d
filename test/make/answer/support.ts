import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswer } from '../../../src/make/answer';
import type { Answer, Question, QuestionFile } from '../../../src/make';
import type { MakeArm } from '../../../src/protocol';
import type { ScriptedRequest } from '../support/scripted-server';
import { jsonl, write } from '../support/context';
import { pngOf } from '../support/pictures';

export const OPTIONS = ['a red ball', 'a blue cube', 'a green cone', 'a yellow ring'] as const;

/** Question `i` of a picture of its own: right is B. */
export function questionOf(root: string, i: number, more: Partial<Question> = {}): Question {
  return {
    id: `q-${i.toString(16).padStart(16, '0')}`,
    source: `caption-${i}`,
    capability: 'perception',
    question: `What stands at place ${i}?`,
    options: OPTIONS,
    answer: 'B',
    images: [join(root, 'data', 'images', `${i}.png`)],
    caption: `At place ${i} stands a blue cube.`,
    ...more,
  };
}

/** Writes the pictures of questions, and the questions as the steps before leave them, two a line. */
export function questionFile(root: string, questions: readonly Question[], name = 'questions'): QuestionFile {
  for (const [i, { images }] of questions.entries())
    for (const image of images) if (!image.includes('gone')) write(image, pngOf(i));
  const lines = [];
  for (let i = 0; i < questions.length; i += 2)
    lines.push({ source: `s-${i}`, place: i / 2, questions: questions.slice(i, i + 2), fallen: [] });
  return { path: write(join(root, 'work', `${name}.jsonl`), jsonl(lines)) };
}

/** Under which arm a request asks. */
export const armOf = ({ images, text }: ScriptedRequest): MakeArm =>
  images.length > 0 ? 'image' : text.includes('Description of the image') ? 'description' : 'neither';

/** The place that a request asks about. */
export const placeOf = ({ text }: ScriptedRequest): number => Number(/at place (\d+)\?/.exec(text)?.[1]);

/** Whole lines of an answer file; a torn one is left out. */
export function linesOf(path: string): readonly Answer[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const answer = parseAnswer(JSON.parse(line));
        return answer === undefined ? [] : [answer];
      } catch {
        return [];
      }
    });
}

export const keyOf = ({ q, arm }: Pick<Answer, 'q' | 'arm'>): string => `${q} ${arm}`;
