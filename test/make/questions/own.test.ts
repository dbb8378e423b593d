import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeQuestions } from '../../../src/make/questions';
import {
  jsonl,
  makeContext,
  QUESTIONS,
  workspace,
  write,
  writeDocci,
  type TestContext,
} from '../support/context';
import { linesOf, reasonsOf } from '../support/lines';
import { startScripted } from '../support/scripted-server';
import { captions } from '../support/writer';

const { by: _, ...RECIPE } = QUESTIONS;
const question = (caption: unknown, more: object = {}): object => ({
  caption,
  question: `What stands left of tower number ${String(caption)}?`,
  options: ['a red barn', 'a blue barn', 'a tall tree'],
  answer: 'a blue barn',
  kind: 'place',
  ...more,
});

async function contextOf(
  lines: string,
  models: Readonly<Record<string, string>> = {},
  verify?: string,
): Promise<TestContext> {
  const root = workspace();
  writeDocci(root, captions(4));
  const file = write(join(root, 'data', 'questions.jsonl'), lines);
  return makeContext({
    root,
    models,
    make: { questions: { ...RECIPE, file, ...(verify === undefined ? {} : { verify }) } },
  });
}

describe('questions that were written before', () => {
  it('come to their captions in any order, with or without options', async () => {
    const open = {
      options: undefined,
      question: 'Which colour has the barn?',
      answer: 'blue',
      kind: undefined,
    };
    const context = await contextOf(
      jsonl([question('c2'), question('c0'), question('c2', open), question('c1'), question('c3')]),
    );
    const lines = linesOf(await writeQuestions(context));
    expect(reasonsOf(lines)).toEqual({});
    expect(lines.map(({ questions }) => questions.length)).toEqual([1, 1, 2, 1]);
    const [first, second] = lines[2]?.questions ?? [];
    expect(first).toMatchObject({ source: 'c2', kind: 'place' });
    expect(first?.options[(first.answer.codePointAt(0) ?? 65) - 65]).toBe('a blue barn');
    expect(second).toMatchObject({ options: [], answer: 'blue', caption: captions(3)[2]?.description });
    expect(second).not.toHaveProperty('kind');
    // A second time, nothing is added.
    expect(linesOf(await writeQuestions(await context.again()))).toEqual(lines);
  });

  it('fall with a reason where they belong to nothing, and so do captions without one', async () => {
    const context = await contextOf(
      `${jsonl([question('c0'), question('nobody'), question(undefined), question('c1', { question: '' }), question('c2', { answer: 'x' })])}no JSON\n[1]\n\n`,
    );
    const lines = linesOf(await writeQuestions(context));
    expect(reasonsOf(lines)).toEqual({
      'No caption has the id that the question names.': 1,
      'The answer is none of the options.': 1,
      'The file of questions has none about this caption.': 1,
      'The line of the file of questions is no JSON object.': 2,
      'The question is empty.': 1,
      'The question names no caption.': 1,
    });
    expect(lines.flatMap(({ questions }) => questions)).toHaveLength(1);
    expect(new Set(lines.map(({ source }) => source)).size).toBe(lines.length);
  });

  it('fall where the same was asked of the image before, and say which, also when the make goes on', async () => {
    const twice = jsonl([question('c0'), question('c1'), question('c0')]);
    const context = await contextOf(twice);
    const lines = linesOf(await writeQuestions(context));
    const first = lines.find(({ source }) => source === 'c0');
    expect(first?.questions).toHaveLength(1);
    expect(first?.fallen).toMatchObject([
      {
        step: 'check',
        reason: 'The same question about the same image was written before.',
        question: first?.questions[0],
        again: true,
      },
    ]);
    expect(linesOf(await writeQuestions(await context.again()))).toEqual(lines);
  });

  it('are verified where the recipe says so, open ones by their words', async () => {
    const checker = await startScripted({
      reply: ({ user }) => (user.includes('colour') ? 'Answer: blue' : 'Answer: D'),
    });
    const open = { options: undefined, question: 'Which colour has the barn?', answer: 'blue' };
    const context = await contextOf(
      jsonl([
        question('c0', open),
        question('c1'),
        question('c2', { ...open, answer: 'green' }),
        question('c3', open),
      ]),
      { checker: checker.url },
      'checker',
    );
    const lines = linesOf(await writeQuestions(context));
    expect(lines.map(({ questions }) => questions.length)).toEqual([1, 0, 0, 1]);
    expect(reasonsOf(lines)).toEqual({
      'The caption does not decide the question.': 1,
      'The caption leads to another answer.': 1,
    });
  });

  it('refuses a file outside the folders that may be read', async () => {
    const context = await contextOf('');
    const other = await makeContext({
      root: context.root,
      make: { questions: { ...RECIPE, file: join(workspace(), 'questions.jsonl') } },
    });
    await expect(writeQuestions(other)).rejects.toThrow(/is refused/);
  });
});
