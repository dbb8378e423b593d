import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type DecidedLine } from '../../../src/make/decide';
import type { MakeArm, Outcome } from '../../../src/protocol';
import { jsonl, makeContext } from '../support/context';
import { answer, question, writeAnswerFile, writeImage, writeQuestionFile } from './recorded';

const read = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const ARMS: readonly MakeArm[] = ['image', 'description', 'neither'];

describe('what is kept', () => {
  it('rests on what was answered from the caption that the question has now', async () => {
    const context = await makeContext({ make: { answer_with: ['a'], keep: 'right_from_caption' } });
    const { to } = context.made;
    const again = question(1, { source: 'twin', caption: 'It is blue.' });
    const questions = [
      question(1, { caption: '\u3000It is red.\n' }),
      question(2, { caption: 'No.' }),
      again,
      question(3, { caption: 'Old.' }),
    ];
    const { givenOf } = await import('../../../src/make/answer/line');
    const given = (caption: string) => ({ given: givenOf(caption) });
    const ids = questions.map(({ id }) => id);
    const file = writeAnswerFile(to, 'a', [
      answer(ids[0] ?? '', 'description', 'right', given('It is red.')),
      answer(ids[1] ?? '', 'description', 'wrong', given('No.')),
      // Captions that the questions had in between, and one of a question with the same words.
      answer(ids[0] ?? '', 'description', 'wrong', given('It is blue.')),
      answer(ids[1] ?? '', 'description', 'right', given('Yes.')),
      answer(ids[3] ?? '', 'description', 'right', given('Another.')),
    ]);
    const { decisions } = await decide(context, writeQuestionFile(to, questions), [file]);
    expect(read<DecidedLine>(decisions).map(({ kept, reason }) => [kept, reason])).toEqual([
      [true, undefined],
      [false, 'a is wrong from the caption'],
      [false, 'a is wrong from the caption'],
      [false, 'no answer of a from the caption: it was not asked'],
    ]);
  });

  it('says which part failed for which model, and a missing answer is a reason of its own', async () => {
    const context = await makeContext({ make: { answer_with: ['a', 'b'] } });
    const { to } = context.made;
    const questions = [1, 2, 3, 4].map((at) => question(at));
    const good = (q: string) => [
      answer(q, 'image', 'wrong'),
      answer(q, 'description', 'right'),
      answer(q, 'neither', 'wrong'),
    ];
    const [one, two, three, four] = questions.map(({ id }) => id) as [string, string, string, string];
    const a = writeAnswerFile(to, 'a', [...good(one), ...good(two), ...good(three), ...good(four)]);
    const b = writeAnswerFile(to, 'b', [
      ...good(one),
      answer(two, 'image', 'right'),
      answer(two, 'description', 'right'),
      answer(two, 'neither', 'wrong'),
      answer(three, 'image', 'missing', { reason: 'the server refused it' }),
      answer(three, 'description', 'right'),
      answer(three, 'neither', 'wrong'),
      answer(four, 'image', 'missing', { reason: 'the server refused it' }),
      answer(four, 'description', 'unparsable'),
    ]);
    const { decisions, kept, funnel } = await decide(context, writeQuestionFile(to, questions), [a, b]);
    const lines = read<DecidedLine>(decisions);
    expect(lines.map(({ kept, step, reason }) => [kept, step, reason])).toEqual([
      [true, undefined, undefined],
      [false, 'keep', 'b is right from the image'],
      [false, 'answer', 'no answer of b from the image: the server refused it'],
      [false, 'keep', 'b gives no readable answer from the caption'],
    ]);
    expect(read(kept)).toEqual([{ n: 0, place: 0, split: 'train', question: questions[0] }]);
    expect(funnel.map(({ step, in: before, out }) => [step, before, out])).toContainEqual(['answer', 4, 3]);
    expect(funnel.at(-1)?.out).toBe(1);
  });

  it('may ask for columns of any name, and minds none that has none', async () => {
    const context = await makeContext({
      make: { answer_with: [], keep: `"a'b/~" = 1 AND "'); DROP TABLE q; --" = 'x' AND "__proto__" > 2` },
    });
    const carried = JSON.parse(
      `{ "": 7, "a'b/~": 1, "'); DROP TABLE q; --": "x", "__proto__": 3 }`,
    ) as Record<string, unknown>;
    const file = writeQuestionFile(context.made.to, [question(1, { carried }), question(2)]);
    const { decisions } = await decide(context, file, []);
    expect(read<DecidedLine>(decisions).map(({ kept }) => kept)).toEqual([true, false]);
  });

  it('is what three-valued logic says, for any answers and any agreement', async () => {
    const state = fc.constantFrom<Outcome | 'unasked'>('right', 'wrong', 'unparsable', 'missing', 'unasked');
    type State = Outcome | 'unasked';
    // true, false, or null for unknown
    const is = (said: State, outcome: Outcome): boolean | null =>
      said === 'missing' || said === 'unasked' ? null : said === outcome;
    const not = (x: boolean | null): boolean | null => (x === null ? null : !x);
    const and = (x: boolean | null, y: boolean | null): boolean | null =>
      x === false || y === false ? false : x === null || y === null ? null : true;
    const or = (x: boolean | null, y: boolean | null): boolean | null => not(and(not(x), not(y)));
    const conditions: readonly (readonly [string, (said: readonly State[]) => boolean | null])[] = [
      [
        'wrong_from_image AND right_from_caption AND NOT right_blind',
        ([i, c, b]) =>
          and(
            and(is(i ?? 'unasked', 'wrong'), is(c ?? 'unasked', 'right')),
            not(is(b ?? 'unasked', 'right')),
          ),
      ],
      [
        '(wrong_from_image OR unparsable_from_image) AND NOT (right_blind AND wrong_from_caption)',
        ([i, c, b]) =>
          and(
            or(is(i ?? 'unasked', 'wrong'), is(i ?? 'unasked', 'unparsable')),
            not(and(is(b ?? 'unasked', 'right'), is(c ?? 'unasked', 'wrong'))),
          ),
      ],
      [
        'right_blind IS NULL OR wrong_from_image',
        ([i, , b]) => or(is(b ?? 'unasked', 'right') === null, is(i ?? 'unasked', 'wrong')),
      ],
    ];
    for (const [keep, means] of conditions)
      for (const agree of ['all', 'any', 'most'] as const) {
        const context = await makeContext({ make: { answer_with: ['a', 'b', 'c'], keep, agree } });
        const { to } = context.made;
        const recorded = fc.sample(
          fc.array(fc.array(state, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
          200,
        );
        const questions = recorded.map((_, at) => question(at));
        const files = ['a', 'b', 'c'].map((model, m) =>
          writeAnswerFile(
            to,
            model,
            recorded.flatMap((models, at) =>
              ARMS.flatMap((arm, i) => {
                const said = models[m]?.[i] ?? 'unasked';
                return said === 'unasked' ? [] : [answer(questions[at]?.id ?? '', arm, said)];
              }),
            ),
          ),
        );
        const { decisions } = await decide(context, writeQuestionFile(to, questions), files);
        const wanted = recorded.map((models) => {
          const held = models.filter((said) => means(said) === true).length;
          return agree === 'all' ? held === 3 : agree === 'any' ? held > 0 : held >= 2;
        });
        expect(
          read<DecidedLine>(decisions).map(({ kept }) => kept),
          `${keep} ${agree}`,
        ).toEqual(wanted);
      }
  });

  it('sees the columns of the source rows, and refuses what is no condition over them', async () => {
    const context = await makeContext({
      make: { answer_with: [], keep: "level >= 2 AND len(options) = 4 AND tag = 'x'" },
    });
    const { to } = context.made;
    const questions = [
      question(1, { carried: { level: 3, tag: 'x' } }),
      question(2, { carried: { level: 1, tag: 'x' } }),
      question(3, { carried: { tag: 'x' } }),
      question(4, { carried: { level: 3, tag: null } }),
    ];
    const file = writeQuestionFile(to, questions);
    const { decisions } = await decide(context, file, []);
    expect(read<DecidedLine>(decisions).map(({ kept, reason }) => [kept, reason])).toEqual([
      [true, undefined],
      [false, '`level >= 2` does not hold'],
      [false, '`level >= 2` is unknown'],
      [false, "`tag = 'x'` is unknown"],
    ]);
    const bad = await makeContext({
      root: context.root,
      make: { answer_with: [], keep: "read_text('/etc/passwd') = ''" },
    });
    await expect(decide(bad, file, [])).rejects.toMatchObject({ name: 'MakeError' });
  });

  it('gives a question that is there twice one id, and the second a link to the first', async () => {
    const context = await makeContext({ make: { answer_with: ['a'] } });
    const [first, other] = [question(1), question(2)];
    const file = writeQuestionFile(
      context.made.to,
      [other],
      [
        {
          source: 's7',
          place: 7,
          questions: [],
          fallen: [{ step: 'check', reason: 'twice', question: first, again: true }],
        },
        { source: 's8', place: 8, questions: [first], fallen: [] },
      ],
    );
    const answers = [first, other].flatMap(({ id }) => [
      answer(id, 'image', 'wrong'),
      answer(id, 'description', 'right'),
      answer(id, 'neither', 'wrong'),
    ]);
    const { decisions } = await decide(context, file, [writeAnswerFile(context.made.to, 'a', answers)]);
    expect(read<DecidedLine>(decisions).map(({ q, kept, same }) => [q, kept, same])).toEqual([
      [other.id, true, undefined],
      ['s7#1', false, first.id],
      [first.id, true, undefined],
    ]);
  });

  it('heeds the last word of a person, but not about what is no question', async () => {
    const context = await makeContext({ make: { answer_with: ['a'] } });
    const { to, root } = { to: context.made.to, root: context.root };
    const image = writeImage(root, 1);
    const same = { question: 'What colour is the big car on the left?', images: [image] };
    const questions = [question(1, same), question(2, same), question(3), question(4), question(5, same)];
    const file = writeQuestionFile(to, questions, [
      {
        source: 's9',
        place: 9,
        questions: [],
        fallen: [{ step: 'check', reason: 'no', question: question(9) }],
      },
    ]);
    const good = (q: string) => [
      answer(q, 'image', 'wrong'),
      answer(q, 'description', 'right'),
      answer(q, 'neither', 'wrong'),
    ];
    const files = [
      writeAnswerFile(
        to,
        'a',
        [1, 2, 4, 5].flatMap((at) => good(question(at).id)),
      ),
    ];
    const say = (at: number, decision: string | null) => ({
      q: question(at).id,
      decision,
      time: '2026-01-01T00:00:00Z',
    });
    writeFileSync(
      join(to, 'hand.jsonl'),
      `${jsonl([say(2, 'drop'), say(2, 'keep'), say(3, 'keep'), say(4, 'drop'), say(9, 'keep'), say(1, 'drop'), say(1, null)])}{"q":"torn`,
    );
    const { decisions } = await decide(context, file, files);
    expect(read<DecidedLine>(decisions).map(({ kept, step, same: of }) => [kept, step, of])).toEqual([
      [true, undefined, undefined],
      [true, undefined, undefined],
      [true, undefined, undefined],
      [false, 'hand', undefined],
      [false, 'duplicates', question(1).id],
      [false, 'check', undefined],
    ]);
  });
});
