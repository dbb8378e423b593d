import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomeOf } from '../../../src/make/answer';
import { decide, type DecidedLine } from '../../../src/make/decide';
import type { Answer, Question } from '../../../src/make';
import { makeContext } from '../support/context';
import { answer, question, writeAnswerFile, writeQuestionFile } from './recorded';

/** A recorded reply: a text, or none (D17: the image could not be read). */
type Reply = string | undefined;
interface Recorded {
  readonly image: Reply;
  readonly caption: Reply;
  /** Whether the question shares its image's id with the one before it (D24). */
  readonly shared: boolean;
  /** Whether the row has an id at all; else the published one differs from process to process (D23). */
  readonly named: boolean;
}

/** The published reading of a reply, as D19's four examples show it: what begins after "answer", else any lone letter. */
const letterInProse = (text: string): string =>
  (/answer[:\s]*([A-D])/iu.exec(text) ?? /\b([A-D])\b/iu.exec(text))?.[1]?.toUpperCase() ?? '';

it('reads letters as D19 says that the published script does', () => {
  expect(letterInProse('Please answer based on the image: D')).toBe('B');
  expect(letterInProse('I see a dog, so the answer is D')).toBe('A');
  expect(letterInProse('Answer: cannot determine')).toBe('C');
  expect(letterInProse('A man is holding C')).toBe('A');
});

/** The published rule: wrong from the image, where no prediction at all is "not the gold letter", and right from the caption. */
const published = (image: string | undefined, caption: string | undefined, gold: string): boolean =>
  image !== '' && image !== gold && caption === gold;

const GOLD = 'B';
const reply = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('A', 'B', 'C', 'Answer: A', 'Answer: B', 'Answer: D') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'I see a dog, so the answer is B',
      'Please answer based on the image: D',
      'Answer: cannot determine',
      'A man holds it.\nAnswer: C',
      'I cannot tell.',
      '',
    ),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const recorded = fc.record({
  image: reply,
  caption: reply,
  shared: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  named: fc.integer({ min: 0, max: 9 }).map((n) => n !== 0),
});

it('equals the published rule but where a listed defect of it tells the difference', async () => {
  const rows: readonly Recorded[] = fc.sample(recorded, 4000);
  const context = await makeContext({
    make: { answer_with: ['vlm'], keep: 'wrong_from_image AND right_from_caption' },
  });
  const { to } = context.made;
  const questions = rows.map((_, at): Question =>
    question(at, { answer: GOLD, question: `What is it, thing ${at}?` }),
  );
  const said = (one: Question, arm: 'image' | 'description', text: Reply): Answer =>
    text === undefined
      ? answer(one.id, arm, 'missing', { reason: 'the image cannot be read' })
      : { q: one.id, arm, text, ...outcomeOf(one, { text, truncated: false }) };
  const answers = questions.flatMap((one, at) => [
    said(one, 'image', rows[at]?.image),
    said(one, 'description', rows[at]?.caption),
  ]);
  const { decisions } = await decide(context, writeQuestionFile(to, questions), [
    writeAnswerFile(to, 'vlm', answers),
  ]);
  const ours = readFileSync(decisions, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as DecidedLine).kept);

  // D24: rows that share an id are all judged by the predictions of the last of them.
  const judgedBy = rows.map((_, at) => {
    let last = at;
    while (rows[last + 1]?.shared === true) last += 1;
    return rows[last];
  });
  const letter = (text: Reply): string | undefined => (text === undefined ? undefined : letterInProse(text));
  const outcome = new Map(answers.map(({ q, arm, outcome }) => [`${q} ${arm}`, outcome]));
  const strict = (at: number, arm: 'image' | 'description'): string | undefined => {
    const found = outcome.get(`${questions[at]?.id ?? ''} ${arm}`);
    return found === 'missing'
      ? undefined
      : found === 'unparsable'
        ? ''
        : found === 'right'
          ? GOLD
          : 'not it';
  };
  const counts: Record<string, number> = {};
  rows.forEach((row, at) => {
    const joined = row.named ? judgedBy[at] : undefined;
    const theirs = published(letter(joined?.image), letter(joined?.caption), GOLD);
    if (theirs === ours[at]) return;
    // Each defect is mended in turn; the one that makes the two agree explains the difference.
    const ownIds = published(letter(row.image), letter(row.caption), GOLD);
    const strictLetters = published(strict(at, 'image'), strict(at, 'description'), GOLD);
    const missing = strict(at, 'image') === undefined ? false : strictLetters;
    const why =
      missing !== ours[at]
        ? 'unexplained'
        : !row.named
          ? 'D23 ids of a salted hash'
          : ownIds === ours[at]
            ? 'D24 ids collide'
            : strictLetters === ours[at]
              ? 'D19 letters out of prose'
              : 'D17 a missing prediction counts as wrong';
    counts[why] = (counts[why] ?? 0) + 1;
  });
  expect(counts.unexplained).toBeUndefined();
  expect(Object.keys(counts).sort()).toEqual([
    'D17 a missing prediction counts as wrong',
    'D19 letters out of prose',
    'D23 ids of a salted hash',
    'D24 ids collide',
  ]);
  // D18: what holds no answer from the image is dropped by both, but here as a class of its own.
  const unreadable = questions.filter((_, at) => strict(at, 'image') === '');
  expect(unreadable.length).toBeGreaterThan(0);
  expect(ours.some(Boolean)).toBe(true);
});
