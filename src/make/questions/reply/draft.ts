import { isLooseList, isLooseObject, type Loose, type LooseObject } from './loose-json';
import { nameOf, readOptions, scalarText, type GivenOptions } from './options';
import { oneLine } from '../text';

/** A question as somebody wrote it, before anything of it is checked. */
export interface Draft {
  readonly question: string;
  readonly options?: GivenOptions;
  /** What is given as the answer: a letter, the text of an option, or anything else. */
  readonly answers: readonly string[];
  readonly kind?: string;
}

const QUESTION = ['question', 'problem', 'q', 'query', 'stem', 'questiontext'] as const;
const OPTIONS = [
  'options',
  'choices',
  'candidates',
  'alternatives',
  'answeroptions',
  'answerchoices',
] as const;
const ANSWER = [
  ...[
    'answer',
    'correctanswer',
    'correct',
    'correctoption',
    'correctchoice',
    'answerletter',
    'correctletter',
  ],
  ...['answerkey', 'label', 'key', 'groundtruth', 'gold', 'solution', 'rightanswer'],
] as const;
const WRONG = [
  'distractors',
  'incorrectanswers',
  'wronganswers',
  'incorrect',
  'wrong',
  'incorrectoptions',
] as const;
const KIND = ['kind', 'type', 'category', 'questiontype'] as const;
/** Lists and objects within one another that questions are looked for in. */
const DEEPEST = 6;
/** Questions of one reply that are looked at. */
const MOST_DRAFTS = 64;

/** All questions of a value, wherever in it they stand. */
export function draftsOf(value: Loose): readonly Draft[] {
  const found: Draft[] = [];
  const walk = (inner: Loose, depth: number): void => {
    if (depth > DEEPEST || found.length >= MOST_DRAFTS) return;
    if (isLooseList(inner)) for (const item of inner) walk(item, depth + 1);
    else if (isLooseObject(inner)) {
      const draft = draftOf(inner);
      if (draft !== undefined) found.push(draft);
      else for (const item of inner.values()) walk(item, depth + 1);
    }
  };
  walk(value, 0);
  return found;
}

/** An object that has a question is one. */
function draftOf(object: LooseObject): Draft | undefined {
  const keys = new Map([...object].map(([key, value]) => [bare(key), value]));
  const first = (names: readonly string[]): Loose | undefined =>
    names.map((name) => keys.get(name)).find((value) => value !== undefined && value !== null);
  const question = first(QUESTION);
  if (typeof question !== 'string') return undefined;
  const answers = answerTexts(first(ANSWER));
  const kind = scalarText(first(KIND));
  const asked = first(OPTIONS);
  const options =
    asked === undefined ? (lettered(keys) ?? beside(answers, first(WRONG))) : readOptions(asked);
  const listed = options === undefined ? listedOptions(question) : undefined;
  return {
    question: oneLine(listed?.question ?? question),
    answers,
    ...(options === undefined ? (listed === undefined ? {} : { options: listed.options }) : { options }),
    ...(kind === undefined ? {} : { kind }),
  };
}

const bare = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Options as keys of their own: `A`, `option_b`, `choice C`. */
function lettered(keys: ReadonlyMap<string, Loose>): GivenOptions | undefined {
  const found = [...keys].flatMap(([key, value]): [string, string][] => {
    const name = /^(?:option|choice)?([a-z])$/u.exec(key)?.[1];
    const text = scalarText(value);
    return name === undefined || name === 'q' || text === undefined ? [] : [[name.toUpperCase(), text]];
  });
  return found.length < 2
    ? undefined
    : { names: found.map(([name]) => name), texts: found.map(([, text]) => text) };
}

/** The answer and wrong ones beside it. */
function beside(answers: readonly string[], wrong: Loose | undefined): GivenOptions | undefined {
  const others = readOptions(wrong);
  const [answer] = answers;
  if (others === undefined || answer === undefined) return undefined;
  const texts = [answer, ...others.texts];
  return { texts, names: texts.map(() => '') };
}

/** An answer as a text, a number, or an object such as `{letter: 'B', text: 'a dog'}`; a list only of one. */
function answerTexts(value: Loose | undefined): readonly string[] {
  const text = scalarText(value);
  if (text !== undefined) return text === '' ? [] : [text];
  if (isLooseList(value)) return value.length === 1 ? answerTexts(value[0]) : [];
  if (!isLooseObject(value)) return [];
  return [...value]
    .filter(([key]) => /^(?:letter|label|key|option|text|value|answer|choice|[a-z])$/iu.test(key))
    .flatMap(([key, inner]) => {
      const said = scalarText(inner);
      return said === undefined ? [] : /^[A-Z]$/u.test(key) ? [nameOf(key), said] : [said];
    });
}

const FIRST_OPTION = /^\s{0,16}\(?A[.):]\s/u;

/** A question whose options stand in it, a line each. */
function listedOptions(
  text: string,
): { readonly question: string; readonly options: GivenOptions } | undefined {
  const lines = text.split('\n');
  const first = lines.findIndex((line, i) => i > 0 && FIRST_OPTION.test(line));
  if (first < 0) return undefined;
  const options = readOptions(lines.slice(first).join('\n'));
  return options?.names.every((name) => /^[A-Z]$/u.test(name)) === true && options.texts.length > 1
    ? { question: lines.slice(0, first).join(' '), options }
    : undefined;
}
