import { letterOf, optionText } from '../choice';
import { equalAnswers } from '../equal';
import { foldText } from '../text';
import { polarityOf } from './yes-no';

/** The option whose text equals an answer, by words or by value; `undefined` for none and for more than one. */
export function optionOf(answer: string, options: readonly string[]): string | undefined {
  if (answer.length > 300 || answer.trim() === '') return undefined;
  const folded = foldText(answer);
  const texts = options.map(optionText);
  const exact = texts.flatMap((text, i) => (foldText(text) === folded ? [i] : []));
  const equal =
    exact.length > 0
      ? exact
      : texts.flatMap((text, i) =>
          text.length > 300 || i >= 26
            ? []
            : equalAnswers(answer, text, { rounding: 'as-gold' }) === undefined
              ? []
              : [i],
        );
  return equal.length === 1 ? letterOf(equal[0] ?? 0) : undefined;
}

const PLACES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const PLACE = /\b(?:the )?(first|second|third|fourth|fifth|sixth|last) (?:option|choice|answer choice)\b/gi;
const PLACE_ALONE = /^(?:the )?(first|second|third|fourth|fifth|sixth|last)(?: one)?\.?$/i;

/** "The third option" says "option C"; so does "the third one" where nothing else is said. */
export function byPlace(text: string, options: number): string {
  if (options === 0) return text;
  const named = (word: string): string | undefined => {
    const at = word.toLowerCase() === 'last' ? options - 1 : PLACES.indexOf(word.toLowerCase());
    return at >= 0 && at < Math.min(options, 26) ? letterOf(at) : undefined;
  };
  const alone = PLACE_ALONE.exec(text)?.[1];
  if (alone !== undefined) return named(alone) ?? text;
  return text.replace(PLACE, (all, word: string) => {
    const letter = named(word);
    return letter === undefined ? all : `option ${letter}`;
  });
}

/** Where the options are yes and no, or true and false: the one that the response means. */
export function truthOf(text: string, options: readonly string[]): string | undefined {
  const words = options.map((option, i) => foldText(optionText(option, i)));
  const pair = [
    ['yes', 'no'],
    ['true', 'false'],
  ].find((both) => both.every((word) => words.includes(word)));
  const polarity = pair === undefined ? undefined : polarityOf(text);
  return pair === undefined || polarity === undefined
    ? undefined
    : letterOf(words.indexOf(pair[polarity === 'yes' ? 0 : 1] ?? ''));
}

const CATCH_ALL =
  /\b(none|all) of (?:(?:the|these|those) )?(?:given |listed |provided |answer )?(?:above|options|choices|answers|these|those|them)\b/i;

/** "None of the options fit" means the option "None of the above"; "all of them" the option of all. */
export function catchAllOf(sentence: string, options: readonly string[]): string | undefined {
  const word = CATCH_ALL.exec(sentence)?.[1]?.toLowerCase();
  if (word === undefined || /\bnot (?:none|all)\b/i.test(sentence)) return undefined;
  const found = options.flatMap((option, i) =>
    CATCH_ALL.exec(optionText(option, i))?.[1]?.toLowerCase() === word ? [letterOf(i)] : [],
  );
  return found.length === 1 ? found[0] : undefined;
}

const NEGATES =
  /\b(?:not|no|isn't|aren't|wasn't|never|neither|nor|cannot|can't|doesn't|rather than|instead of|unlike|except|incorrect|wrong|ruled? out|eliminated?)\b[^.,;]{0,40}$/i;
const MAX_TEXT = 4_000;

/**
 * The one option whose text a sentence speaks of. An option inside a longer one that is spoken of does not count
 * ("a cat" in "a black cat"), nor does one after a "not". `undefined` when none or several are left.
 */
export function optionWithin(sentence: string, options: readonly string[]): readonly string[] {
  const text = ` ${folded(sentence.slice(0, MAX_TEXT))} `;
  const spans = options.flatMap((option, i) => {
    const wanted = folded(foldText(optionText(option, i)));
    return wanted === ''
      ? []
      : occurrences(text, wanted).map((from) => ({ i, from, to: from + wanted.length }));
  });
  const outer = spans.filter(
    (span) =>
      !spans.some(
        (other) =>
          other.i !== span.i &&
          other.from <= span.from &&
          other.to >= span.to &&
          other.to - other.from > span.to - span.from,
      ),
  );
  const kept = outer.filter(({ from }) => !NEGATES.test(text.slice(Math.max(0, from - 80), from)));
  return [...new Set(kept.map(({ i }) => letterOf(i)))];
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[{}$*"“”\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function occurrences(text: string, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && found.length < 50; at = text.indexOf(wanted, at + 1)) {
    const before = text.charAt(at - 1);
    const plural =
      wanted.length > 3 && /^e?s(?![\p{L}\d])/u.exec(text.slice(at + wanted.length, at + wanted.length + 3));
    const end = at + wanted.length + (plural ? plural[0].length : 0);
    const after = text.slice(end, end + 2);
    const opens = /[a-z0-9]/.test(wanted.charAt(0))
      ? !/[\p{L}\d.,/-]/u.test(before) || (/[,.]/.test(before) && !/\d/.test(wanted.charAt(0)))
      : true;
    const closes = /[a-z0-9]/.test(wanted.at(-1) ?? '')
      ? !/^(?:[\p{L}\d]|[.,/:]\d|\^|°|%)/u.test(after)
      : true;
    if (opens && closes) found.push(at);
  }
  return found;
}
