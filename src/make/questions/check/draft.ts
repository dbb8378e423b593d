import type { Draft } from '../reply/read';
import { nameOf } from '../reply/options';
import { oneLine, plain } from '../text';
import { faultOfWords } from './words';
import { givenAway } from './given-away';

/** What a question has passed: its options without letters in the order of its author, and which of them is right. */
export interface Checked {
  readonly question: string;
  readonly options: readonly string[];
  /** Index of the right option; absent: an open question. */
  readonly right?: number;
  /** The right option, or the answer of an open question. */
  readonly answer: string;
}

export interface CheckRules {
  /** How many options a question must have. */
  readonly options: { readonly least: number; readonly most: number };
  /** Whether a question may have none. */
  readonly open: boolean;
}

/** What a model is asked for. */
export const WRITTEN: CheckRules = { options: { least: 4, most: 4 }, open: false };
/** What a person may have written. */
export const OWN: CheckRules = { options: { least: 2, most: 10 }, open: true };

/** Why a question falls; the sentence is the same for all that fall for this reason. */
export interface Fault {
  readonly reason: string;
  readonly detail?: string;
}

const LONGEST_QUESTION = 1_000;
const LONGEST_OPTION = 300;
const SHOWN = 200;

/** Looks at all of a question that can be seen without its caption. Time is linear in its length. */
export function checkDraft(draft: Draft, rules: CheckRules): Checked | Fault {
  const { question, options, answers } = draft;
  const detail = question.slice(0, SHOWN);
  const fail = (reason: string, more?: string): Fault => ({ reason, detail: more ?? detail });
  if (question.trim() === '') return fail('The question is empty.');
  if (question.length > LONGEST_QUESTION) return fail('The question is longer than 1,000 characters.');
  if (answers.some((one) => one.length > LONGEST_QUESTION))
    return fail('The answer is longer than 1,000 characters.');
  if (options === undefined || options.texts.length === 0) {
    if (rules.open) return checkOpen(question, answers);
    return fail('The question has no options.');
  }
  const { texts } = options;
  const { least, most } = rules.options;
  if (texts.length < least || texts.length > most)
    return fail(
      least === most
        ? `The question does not have ${least === 4 ? 'four' : least} options.`
        : `The question does not have ${least} to ${most} options.`,
      `${texts.length} options: ${detail}`,
    );
  if (texts.some((text) => text.length > LONGEST_OPTION))
    return fail('An option is longer than 300 characters.');
  if (texts.some((text) => plain(text) === '')) return fail('An option is empty.');
  if (new Set(texts.map(plain)).size < texts.length)
    return fail('Two options are the same.', texts.join(' | ').slice(0, SHOWN));
  const right = rightOption(options, answers);
  if (typeof right === 'string')
    return fail(right, `answer ${answers.join(', ').slice(0, SHOWN) || 'absent'}`);
  const words = faultOfWords(question, texts) ?? givenAway(question, texts, right);
  if (words !== undefined) return words;
  return { question, options: texts, right, answer: texts[right] ?? '' };
}

function checkOpen(question: string, answers: readonly string[]): Checked | Fault {
  const [answer = ''] = answers;
  if (plain(answer) === '')
    return { reason: 'The question has no answer.', detail: question.slice(0, SHOWN) };
  return faultOfWords(question, [answer]) ?? { question, options: [], answer };
}

/**
 * The option that the answer means, by its letter or by its text. Where two would do, none is taken: an answer `B` may
 * name the second option, or the one whose text is `B`. A string says why there is none.
 */
function rightOption(
  { texts, names }: { readonly texts: readonly string[]; readonly names: readonly string[] },
  answers: readonly string[],
): number | string {
  if (answers.length === 0) return 'The question has no answer.';
  const meant = new Set<number>();
  for (const answer of answers) {
    const named = names.indexOf(nameOf(answer));
    if (named >= 0) meant.add(named);
    const said = texts.findIndex((text) => plain(text) === plain(answer));
    if (said >= 0) meant.add(said);
    if (named < 0 && said < 0) for (const one of namedText(answer, texts, names)) meant.add(one);
  }
  const [right] = meant;
  if (right === undefined) return 'The answer is none of the options.';
  return meant.size > 1 ? 'The answer may mean two of the options.' : right;
}

const NAMED_TEXT = /^(?:option )?[(["']?([A-Za-z]|\d{1,2})[)\].:]{1,2} ?(.*)$/iu;

/** `B. a dog`: both must mean the same option. */
function namedText(answer: string, texts: readonly string[], names: readonly string[]): readonly number[] {
  const match = NAMED_TEXT.exec(oneLine(answer));
  const name = match?.[1]?.toUpperCase();
  if (name === undefined) return [];
  const text = plain(match?.[2] ?? '');
  return [names.indexOf(name), texts.findIndex((one) => plain(one) === text)].filter((at) => at >= 0);
}
