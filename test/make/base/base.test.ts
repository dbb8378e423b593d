import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askBase } from '../../../src/make/base';
import { answerFiles, answerQuestions } from '../../../src/make/answer';
import type { MakeContext, Question } from '../../../src/make';
import { packageRoot, type Prediction } from '../../../src/protocol';
import { keyOf, linesOf, questionFile } from '../answer/support';
import { makeContext, workspace, write, type TestContext } from '../support/context';

const EXAMPLE = join(packageRoot(), 'examples', 'shape-math');

interface Caption {
  readonly example_id: string;
  readonly image_file: string;
  readonly description: string;
}

interface Row {
  readonly caption: string;
  readonly question: string;
  readonly answer: string;
}
const lines = (name: string): readonly unknown[] =>
  readFileSync(join(EXAMPLE, 'data', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

let root = '';
let questions: readonly Question[] = [];
let context: TestContext;
const more = { answer_with: ['base'], answers: { max_tokens: 16, temperature: 0 } };

// The shipped model and the example's own pictures, captions and questions.
beforeEach(async () => {
  root = workspace();
  for (const part of ['prompts', 'data/images'])
    cpSync(join(EXAMPLE, part), join(root, part), { recursive: true });
  const captions = new Map(
    (lines('captions.jsonl') as readonly Caption[]).map((one) => [one.example_id, one]),
  );
  questions = (lines('questions.jsonl') as readonly Row[])
    .slice(0, 40)
    .flatMap(({ caption, question, answer }, i): readonly Question[] => {
      const found = captions.get(caption);
      return found === undefined
        ? []
        : [
            {
              id: `q-${i.toString(16).padStart(16, '0')}`,
              source: caption,
              capability: 'perception',
              question,
              options: [],
              answer,
              images: [join(root, 'data', found.image_file)],
              caption: found.description,
            },
          ];
    });
  context = await makeContext({
    root,
    make: more,
    curriculum: {
      model: { kind: 'preset', name: 'micro-vlm' },
      prompt: join(root, 'prompts', 'question.jinja'),
      defaults: { max_prompt_length: 64, seed: 7 },
    },
  });
});
afterEach(() => {
  const left = existsSync(context.made.to) ? readdirSync(join(context.made.to, '.make')) : [];
  expect(left.filter((name) => name.startsWith('base-'))).toEqual([]);
});

const collect = async (
  some: readonly Question[],
  ask: Partial<Parameters<typeof askBase>[2]> = {},
  within: MakeContext = context,
): Promise<readonly Prediction[]> => {
  const told: Prediction[] = [];
  await askBase(
    within,
    some,
    { arms: ['image', 'description', 'neither'], k: 2, name: 'test', maxTokens: 16, ...ask },
    (prediction) => void told.push(prediction),
  );
  return told;
};

describe('the model before training', () => {
  it('answers each question under each arm, by the id of the question', async () => {
    const told = await collect(questions.slice(0, 5), { batch: 3, temperature: 1 });
    expect(told.map(({ row, arm }) => keyOf({ q: row, arm: arm as 'image' })).sort()).toEqual(
      questions
        .slice(0, 5)
        .flatMap(({ id }) => ['description', 'image', 'neither'].map((arm) => `${id} ${arm}`))
        .sort(),
    );
    for (const { samples, arm, greedy } of told) {
      expect(samples).toHaveLength(2);
      expect(greedy !== undefined).toBe(arm === 'image');
    }
  });

  it('is drawn anew with another seed, and not with the same', async () => {
    const texts = async (seed: number): Promise<readonly string[]> =>
      (await collect(questions.slice(0, 6), { arms: ['image'], k: 4, temperature: 1.5, seed })).flatMap(
        ({ samples }) => samples.map(({ text }) => text),
      );
    const first = await texts(1);
    expect(first).toHaveLength(24);
    expect(await texts(1)).toEqual(first);
    expect(await texts(2)).not.toEqual(first);
  });

  it('is spared pictures that are broken, gone, or where nobody may look', async () => {
    const [a, b, c, d] = questions;
    const outside = join(EXAMPLE, 'data', 'images', 'train-001.png');
    const cut = Buffer.from(readFileSync(outside));
    cut.fill(0xff, 60, cut.length - 40);
    const faulty: readonly Question[] = [
      { ...a!, images: [write(join(root, 'data', 'broken.png'), cut)] },
      { ...b!, images: [join(root, 'data', 'gone.png')] },
      { ...c!, images: [outside] },
      d!,
    ];
    const missing: [string, string][] = [];
    const told = await collect(faulty, {
      arms: ['image'],
      onMissing: (question, reason) => void missing.push([question.id, reason]),
    });
    expect(told.map(({ row }) => row)).toEqual([d!.id]);
    expect(missing.map(([id]) => id)).toEqual([a!.id, b!.id, c!.id]);
    expect(missing.map(([, reason]) => reason).join()).toMatch(/decoded.*not there.*outside/s);
  });

  it('that cannot be asked is told in words for people', async () => {
    const wrong: MakeContext = {
      ...context,
      curriculum: { ...context.curriculum, model: { kind: 'folder', path: join(root, 'no-model') } },
    };
    await expect(collect(questions.slice(0, 1), {}, wrong)).rejects.toMatchObject({
      name: 'MakeError',
      message: expect.stringContaining('The base model cannot be asked') as string,
    });
  });

  it('answers as one of the models of a make, with what was written before left alone', async () => {
    const text: Question = {
      ...questions[0]!,
      id: 'q-00000000000000ff',
      question: '2 + 3 = ?',
      answer: '5',
      images: [],
    };
    const some = [...questions.slice(0, 12), text];
    const [answers] = await answerQuestions(context, questionFileOf(root, some.slice(0, 6)));
    const first = linesOf(answers!.path);
    expect(first).toHaveLength(18);
    const again = await context.again();
    expect(await answerQuestions(again, questionFileOf(root, some))).toEqual([answers]);
    const all = linesOf(answers!.path);
    expect(all.slice(0, 18)).toEqual(first);
    expect(all).toHaveLength(37);
    expect(new Set(all.map(keyOf)).size).toBe(37);
    expect(all.filter(({ q }) => q === text.id).map(({ arm }) => arm)).toEqual(['neither']);
    // It was trained on such captions: what it reads it answers better than what it sees or guesses.
    const right = (arm: string): number =>
      all.filter((line) => line.arm === arm && line.outcome === 'right').length;
    expect(right('description')).toBeGreaterThan(right('neither'));
    await answerQuestions(await context.again(), questionFileOf(root, some));
    expect(linesOf(answers!.path)).toHaveLength(37);
    expect((await answerFiles(context))[0]).toEqual(answers);
  }, 120_000);

  it('stops when it is told to, with what was answered on disk, and goes on', async () => {
    // So many that the model is still at it when the first of its answers have been read.
    const many = Array.from({ length: 20 }, (_, round) =>
      questions.map((one, i) => ({ ...one, id: `q-${(1000 * round + i).toString(16).padStart(16, '0')}` })),
    ).flat();
    const controller = new AbortController();
    const file = questionFileOf(root, many);
    const tell = (news: { type: string }): void => {
      if (news.type === 'sample') setTimeout(() => controller.abort(new Error('enough')), 1);
    };
    const stopped: MakeContext = { ...context, signal: controller.signal, tell };
    await expect(answerQuestions(stopped, file)).rejects.toThrow('enough');
    const { path } = (await answerFiles(context))[0]!;
    const before = linesOf(path);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(3 * many.length);
    await answerQuestions(await context.again(), file);
    const all = linesOf(path);
    expect(all.slice(0, before.length)).toEqual(before);
    expect(all).toHaveLength(3 * many.length);
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
  }, 120_000);
});

const questionFileOf = (folder: string, some: readonly Question[]) => {
  // Pictures are there already: the file alone.
  const file = questionFile(folder, [], 'unused');
  const line = { source: 's', place: 0, questions: some, fallen: [] };
  write(file.path, `${JSON.stringify(line)}\n`);
  return file;
};
