import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaptionLine, QuestionLine } from '../../scripts/shape-math/captions';
import { recipeFiles, SEED } from '../../scripts/shape-math/generate';
import { random } from '../../scripts/shape-math/random';
import { example } from '../../scripts/shape-math/rows';
import { checkCurriculum } from '../../src/language';
import { allRows, DATA, EXAMPLE } from './read';
import { readDescription, solve } from './solve';

const lines = (name: string): readonly unknown[] =>
  readFileSync(join(DATA, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
const captions = lines('captions.jsonl') as readonly CaptionLine[];
const questions = lines('questions.jsonl') as readonly QuestionLine[];

test('the same seed gives the captions and questions that are committed', () => {
  const { pictures } = example(random(SEED), new Map());
  for (const [name, text] of recipeFiles(pictures, SEED))
    expect(readFileSync(join(DATA, name), 'utf8'), name).toBe(text);
});

test('a caption of every board for training, and of no other picture', () => {
  const trained = new Set(
    allRows()
      .flatMap(({ images, scene }) => (scene?.kind === 'board' ? images : []))
      .filter((name) => name.startsWith('images/train-')),
  );
  expect(new Set(captions.map(({ image_file }) => image_file))).toEqual(trained);
});

test('questions are of captions; a careless writer has answered some of them wrongly and asked some twice', () => {
  const known = new Map(captions.map((caption) => [caption.example_id, caption.description]));
  const wrong = questions.filter(({ caption, question, answer }) => {
    const description = known.get(caption);
    if (description === undefined) throw new Error(`no caption is called ${caption}`);
    return solve(question, readDescription(description)) !== answer;
  });
  expect(questions).toHaveLength(4 * captions.length);
  // One in sixteen, less where another reading gives the same answer.
  expect(wrong.length).toBeGreaterThan(5);
  expect(wrong.length).toBeLessThan(50);
  const asked = new Set(questions.map(({ caption, question }) => `${caption} ${question}`));
  expect(questions.length - asked.size).toBeGreaterThan(5);
});

test('the curriculum that makes its data says so, and is without problems', () => {
  const { curriculum, problems } = checkCurriculum(join(EXAMPLE, 'made.curriculum.yaml'));
  expect(problems).toEqual([]);
  const [made] = curriculum?.datasets ?? [];
  expect(made?.made?.make.answer_with).toEqual(['base']);
  expect(made?.made?.difficulty).toMatchObject({ by: 'base', adaptive: true });
  expect(made?.train).toMatchObject({ path: join(DATA, 'hard-to-see', 'train.jsonl') });
});
