import { letterOf, optionText } from '../choice';
import { mentions, namedAtHead } from './choice-letters';
import { numberOf } from './number';
import { byPlace, catchAllOf, optionOf, optionWithin, truthOf } from './choice-text';
import { CUT_OFF, lastBox, outsideThinking, RETRACTS, spokenPart, tagged } from './spoken';
import { statements, unformatted } from './statements';
import { NONE, type Verdict } from './types';

/** Weaker announcements that only options have. */
const WEAK: readonly RegExp[] = [
  /\b(?:(?:i|we) (?:would |will |'d |'ll |should |can |must |therefore )?(?:choose|select|pick|opt for|go with|go for|say)|let's go with|go with|going with|(?:leaves|leaving|left with)(?: us with)?(?: only| just)?)\s{1,2}/gi,
  /\b(?:so|thus|hence|therefore|it(?:'s| is)|this is|that(?:'s| is)|must be|should be|would be|has to be|corresponds to|matches(?: with)?|leads to|points to|i think|i believe|my guess is)\s?[,:]?\s{1,2}(?:it(?:'s| is| must be)\s)?/gi,
];
const AFFIRMED =
  /(?:\b(?:option|choice|answer)\s)?["'([]?(?<![A-Za-z])([A-Z])["')\]]?(?:\s?[.:]?\s[^.\n]{0,60}?)??\s(?:is|being)\s(?:the |our |my |therefore |thus |clearly |definitely |indeed |most likely |probably )*(?:only |single |most )?(?:correct|right|best|answer|true|appropriate)\b/g;
const JUDGED =
  /(?<![A-Za-z])([A-Z])(?:\)?\s?[:?=-]|[).])\s{0,3}(?:(yes|true|correct|right|✓|✔|✅)|no|not|false|incorrect|wrong|✗|✘|❌)(?![A-Za-z])/gi;
const AFFIRMED_CHINESE = /(?:选项|答案)?\s?([A-Z])\s?(?:选项)?\s?(?:是|为)?\s?(?:正确|对)的?/g;
const MAX_STATEMENTS = 12;
const NEGATED = /^(?:not|isn't|neither|nor|never|no longer|incorrect|wrong)\b/i;
const CANNOT =
  /\b(?:cannot|can't|can not|could not|unable to|not possible to|impossible to)\s(?:be )?(?:determine|tell|answer|see|say|identify|provide|help|assist|decide)/i;

/**
 * Grades a multiple-choice answer: the option that the response settles on, by letter or by text. Two letters, a
 * letter with another option's text, a letter out of range and a refusal name no option. A gold of several letters
 * must be named in full.
 */
export function gradeChoice(response: string, gold: string, options: readonly string[]): Verdict {
  const wanted = wantedOf(gold.slice(0, 2_000), options);
  const chosen = chosenOf(response, options, wanted.length > 1);
  if (chosen === undefined || chosen.length === 0) return NONE;
  const extracted = [...chosen].sort().join('');
  return { correct: wanted.length > 0 && extracted === [...wanted].sort().join(''), extracted };
}

function wantedOf(gold: string, options: readonly string[]): readonly string[] {
  const text = unformatted(lastBox(gold) ?? gold)
    .normalize('NFKC')
    .trim();
  const several = /^[A-Z](?:[\s,;&]{0,3}[A-Z]){1,25}$/.exec(text);
  const exact = optionOf(text, options);
  const named = namedAtHead(text, options.length);
  const alone = /^\(?([A-Za-z])[).:]?\)?$/.test(text);
  if (alone && named !== undefined) return named.letters;
  if (exact !== undefined) return [exact];
  if (several !== null) {
    const letters = [...new Set(text.replace(/[^A-Z]/g, ''))];
    if (options.length === 0 || letters.every((letter) => letter.charCodeAt(0) - 65 < options.length))
      return letters;
  }
  return named?.letters ?? [];
}

function chosenOf(
  response: string,
  options: readonly string[],
  several: boolean,
): readonly string[] | undefined {
  const spoken = spokenPart(response);
  const tag = tagged(spoken);
  if (tag !== undefined) return contentOf(tag, options, several);
  const box = lastBox(outsideThinking(response));
  if (box !== undefined) {
    const after = spoken.slice(spoken.lastIndexOf('boxed'));
    return RETRACTS.test(after) ? undefined : contentOf(box, options, several);
  }
  return proseOf(spoken, options, several);
}

/** What a tag or a box holds: mostly a letter or an option's text, seldom a sentence. */
function contentOf(
  content: string,
  options: readonly string[],
  several: boolean,
): readonly string[] | undefined {
  if (content.length > 2_000) return undefined;
  const inner = lastBox(content);
  const text = unformatted(inner ?? content);
  if (several && /^[A-Z]{2,26}$/.test(text)) return [...new Set(text)];
  return headOf(text, options, several) ?? proseOf(text, options, several);
}

/**
 * The option at the head of a phrase. `undefined`: it names none. An empty list: it names several, or contradicts
 * itself, or rejects what it names.
 */
function headOf(phrase: string, options: readonly string[], several: boolean): readonly string[] | undefined {
  const text = unformatted(phrase);
  if (NEGATED.test(text)) return butOf(text, options, several);
  const whole = text.replace(/[.。!]\s{0,4}$/, '');
  const alone = /^[([]?[A-Za-z][)\]]?[.:]?$/.test(whole);
  const byText =
    alone && namedAtHead(whole, options.length) !== undefined ? undefined : optionOf(whole, options);
  const named = namedAtHead(text, options.length);
  if (byText !== undefined && (named === undefined || !/^\s{0,2}[).:\]-]/.test(named.rest))) {
    return named?.letters.length === 1 && /^[([]/.test(text) && named.letters[0] !== byText ? [] : [byText];
  }
  if (named === undefined) return undefined;
  if (named.letters.length > 1) return several ? named.letters : [];
  if (
    /^\s{0,3}(?:[,.]\s)?(?:is |are )?(?:not|incorrect|wrong|isn't|out of)\b/i.test(named.rest) &&
    !/^\s{0,3},?\s?not\b/i.test(named.rest)
  )
    return [];
  if (/^\s{0,2}(?:\?|is (?:not|wrong|incorrect|tempting))/i.test(named.rest)) return [];
  return contradicts(named.letters[0] ?? '', named.rest, options) ? [] : named.letters;
}

/** "not A but B". */
function butOf(text: string, options: readonly string[], several: boolean): readonly string[] {
  const but = /\b(?:but(?: rather)?|instead)\s(.{1,80})$/i.exec(text)?.[1];
  return but === undefined ? [] : (headOf(but, options, several) ?? []);
}

/** Whether the text behind a letter is that of another option. */
function contradicts(letter: string, rest: string, options: readonly string[]): boolean {
  const said = rest.replace(/^[\s).:\],=–-]{1,6}/, '');
  const label =
    said.split(/\n|(?<=[^\d])[.;](?=\s|$)|,\s(?=because|since|as|so|not)|\s(?:because|since)\s/)[0]?.trim() ??
    '';
  if (label === '' || options.length === 0 || !/^[\s)\].:,–(=-]/.test(rest)) return false;
  const named = optionOf(label.replace(/[.)\s]{1,4}$/, ''), options);
  return named !== undefined && named !== letter;
}

function proseOf(
  spoken: string,
  options: readonly string[],
  several: boolean,
): readonly string[] | undefined {
  if (spoken === '') return undefined;
  const text = byPlace(
    spoken.replace(/\*{1,3}|`|\$/g, '').replace(/,\s(?:isn't it|is it not|right)\?/gi, '.'),
    options.length,
  );
  const truth = mentions(text, options.length).length > 0 ? undefined : truthOf(text, options);
  if (truth !== undefined) return [truth];
  const settled = settledOf(text, options, several);
  if (settled !== undefined) return settled;
  const plain = unformatted(text);
  const short = plain.length <= 600 ? plain : lastSentence(plain);
  const byText = optionOf(plain.replace(/[.。]\s{0,4}$/, ''), options);
  if (byText !== undefined) return [byText];
  if (
    /\b(?:not sure|no idea|don't know|do not know)\b/i.test(short) &&
    mentions(short, options.length).length === 0
  )
    return undefined;
  if (several) {
    const named = /^[A-Z]{2,26}$/.test(plain) ? [...new Set(plain)] : headOf(plain, options, several);
    if (named !== undefined) return named;
  }
  const judged = judgedOf(plain, options.length);
  if (judged !== undefined) return judged;
  const numbered = /^(?:option|choice|number)\s{1,2}#?(\d{1,2})\.?$/i.exec(plain)?.[1];
  if (numbered !== undefined && options.length >= Number(numbered) && Number(numbered) > 0)
    return [letterOf(Number(numbered) - 1)];
  const letters = CUT_OFF.test(short) ? [] : standing(short, options.length);
  if (letters.length === 1) return letters;
  if (letters.length > 1) {
    const last = standing(lastSentence(plain), options.length);
    return last.length === 1 && plain.length > 80 ? last : undefined;
  }
  const all = catchAllOf(lastSentence(plain), options);
  if (all !== undefined) return [all];
  if (CANNOT.test(short) && !options.some((option) => CANNOT.test(option))) return undefined;
  // A text of whole sentences whose last one has no end was cut off.
  if (CUT_OFF.test(plain) || (/[.!?]\s/.test(plain) && /[a-z]$/.test(plain) && !plain.includes('\n')))
    return undefined;
  if (
    options.length > 1 &&
    options.every((option, i) => /^\W{0,2}\d+(?:\.\d+)?$/.test(optionText(option, i)))
  ) {
    const value = numberOf(spoken)?.value;
    return value === undefined ? undefined : [optionOf(value, options) ?? []].flat();
  }
  const agreed = plain.replace(/\b(?:(?:that|this|you|it|all)(?:'s|'re| is| are)? )?right[:,.!]\s/gi, '');
  const concluded = /^.*\b(?:so|therefore|thus|hence)\b,?\s(.{1,300})$/is.exec(agreed)?.[1] ?? '';
  for (const part of [concluded, lastSentence(agreed), agreed]) {
    const found = optionWithin(part, options);
    if (found.length > 0) return found.length === 1 ? found : undefined;
  }
  return undefined;
}

/** `A: false, B: true`, `A? No. B? Yes.`: every option with its verdict, one of them right. */
function judgedOf(text: string, options: number): readonly string[] | undefined {
  const listed = listedOf(text, options);
  if (listed !== undefined) return [listed];
  const verdicts = [...text.matchAll(JUDGED)].map(({ 1: letter = '', 2: good }) => ({
    letter,
    good: good !== undefined,
  }));
  const letters = new Set(verdicts.map(({ letter }) => letter));
  const right = verdicts.filter(({ good }) => good);
  if (letters.size < Math.max(3, options - 1) || letters.size < verdicts.length) return undefined;
  return right.length === 1 ? right.map(({ letter }) => letter) : [];
}

const LISTED = /^[-•\s]{0,4}\(?([A-Z])[).:]\s{1,3}(.{1,300})$/gm;
const REJECTED = /\b(?:no|not|incorrect|wrong|false|too|fails?|excluded|eliminated|unlikely)\b|n't\b|[✗✘❌]/i;
const UPHELD = /\b(?:match(?:es)?|correct|true|right|fits|yes)\b|[✓✔✅]/i;

/** A list of options, a line each, where one is upheld and every other rejected. */
function listedOf(text: string, options: number): string | undefined {
  const lines = [...text.matchAll(LISTED)].map(({ 1: letter = '', 2: said = '' }) => ({
    letter,
    rejected: REJECTED.test(said),
    upheld: UPHELD.test(said),
  }));
  if (lines.length < Math.max(3, options)) return undefined;
  const kept = lines.filter(({ rejected }) => !rejected);
  return kept.length === 1 && kept[0]?.upheld === true ? kept[0].letter : undefined;
}

/** The last thing that the response announces, affirms or sets on a line of its own. */
function settledOf(
  text: string,
  options: readonly string[],
  several: boolean,
): readonly string[] | undefined {
  const claims: { at: number; letters: readonly string[] }[] = [];
  // From the end: the last announcement that names anything settles it.
  for (const { text: phrase, from, at } of statements(text, WEAK).slice(-MAX_STATEMENTS).reverse()) {
    const letters = headOf(phrase, options, several);
    if (letters === undefined || (/would/i.test(text.slice(from, at)) && SUPPOSED.test(phrase))) continue;
    // Another answer announced just before it, without a word between: a list of guesses, not a change of mind.
    claims.push({ at, letters: guessed(text, from, letters) ? [] : letters });
    break;
  }
  for (const match of [...text.matchAll(AFFIRMED), ...text.matchAll(AFFIRMED_CHINESE)].slice(
    -MAX_STATEMENTS,
  )) {
    const letter = match[1] ?? '';
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    if (
      /\b(?:not|neither|nor|if|whether|and|or)\s{0,2}(?:option )?$/i.test(before) ||
      /\bnot\b/.test(match[0])
    )
      continue;
    if (options.length === 0 || letter.charCodeAt(0) - 65 < options.length)
      claims.push({ at: match.index, letters: [letter] });
  }
  const lines = text.split('\n').map((line) => line.trim());
  const full = lines.filter((line) => line !== '');
  const labelled = full.filter((line) => /^\(?[A-Z][).:]/.test(line)).length;
  for (const line of new Set([full[0], full.at(-1)])) {
    if (line === undefined || (labelled > 2 && !/^\(?[A-Z][).:]{0,2}$/.test(line))) continue;
    const head = /^[([]?[A-Za-z][)\]]?(?:[.:]|\s?$|[)\]]\s)/.test(line)
      ? headOf(line, options, several)
      : undefined;
    if (head !== undefined)
      claims.push({ at: line === full[0] && full.length > 1 ? 0 : text.lastIndexOf(line), letters: head });
  }
  const last = claims.sort((a, b) => a.at - b.at).at(-1);
  if (last === undefined) return undefined;
  return RETRACTS.test(text.slice(last.at)) ? [] : last.letters;
}

/** "It would be B if ...": not said of the case at hand. */
const SUPPOSED = /^\(?(?:option |choice )?\(?[A-Z]\)?\s(?:only )?(?:if|unless|were|had)\b/i;

/** An announcement ends right before `from`, and its letter is none of these. */
function guessed(text: string, from: number, letters: readonly string[]): boolean {
  const before = /(?:answer|option|choice)s?\b[^\n.]{0,24}?[:\s(]([A-Z])[^\w,\n.]{0,4}[\n.]\W{0,4}$/i.exec(
    text.slice(Math.max(0, from - 60), from).replace(/(?:(?:the|my|final|correct|or)\s){1,4}$/i, ''),
  )?.[1];
  return before !== undefined && !letters.includes(before);
}

/** The distinct letters of a text that it does not reject. */
function standing(text: string, options: number): readonly string[] {
  const kept = mentions(text, options).filter(({ at }) => {
    const before = text.slice(Math.max(0, at - 30), at);
    const after = text.slice(at, at + 60);
    if (
      /\b(?:not|isn't|neither|nor|exclude|eliminate|rule out|than|anything but|except|besides|unlike|nicht|cannot (?:choose|pick|select)|can't (?:choose|pick|select)|look(?:ing)? at|consider(?:ing)?|think(?:ing)? about|focus(?:ing)? on|turn(?:ing)? to|check(?:ing)?|examin(?:e|ing)|start(?:ing)? with|n'est pas|no es)\s(?:option |choice )?\(?$|(?:不是|并非|不选|排除|不)\s?$/i.test(
        before,
      )
    )
      return false;
    // "It is uplift (D), not erosion (A)."
    if (after.startsWith('(') && /\b(?:not|rather than|instead of|unlike)\s[^.,;()]{1,24}$/i.test(before))
      return false;
    if (/\bwould (?:have been|be)\s$/i.test(before) && SUPPOSED.test(after)) return false;
    return !/^\(?(?:option |choice )?\(?[A-Z]\)?\s?(?:\?\s?no\b|:\s[^.]{0,40}\btoo\b|\s(?:says|states|reads|claims|describes|mentions|suggests)\b|(?:is|are|was)\s(?:clearly |obviously |also )?(?:not|wrong|incorrect|too|false|ruled|out))/i.test(
      after,
    );
  });
  return [...new Set(kept.map(({ letter }) => letter))];
}

const lastSentence = (text: string): string => {
  const sentences = text.split(/(?<=[.!?。])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
  return (sentences.at(-1) ?? '').slice(-600);
};
