import { equalAnswers } from '../equal';
import { normalised } from '../text';
import { withDigits } from '../number-words';
import { CUT_OFF, lastBox, outsideThinking, RETRACTS, spokenPart, tagged } from './spoken';
import { statements, unformatted } from './statements';
import { NONE, type Verdict } from './types';

const MONEY = String.raw`(?:\\?\$|€|£|¥)`;
const PLAIN = String.raw`(?:[1-9]\d{0,2}(?: \d{3})+(?![\d.,]|\s\d)|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?:'\d{3})+(?!\d)|\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|\.\d+)`;
const POWER = String.raw`(?:e[+-]?\d{1,3}\b|\s?(?:×|\\times|x|\*|\\cdot)\s?10\s?\^\s?\{?\s?[-−+]?\d{1,3}\}?)`;
const FRACTION = String.raw`-?\\[dt]?frac\s?\{?\s?\d+\s?\}?\s?\{?\s?\d+\s?\}?`;
const MIXED = String.raw`(?:\s\d{1,3}\/\d{1,3}|\s?\/\s?\d+|[½¼¾⅓⅔⅛])`;
const NUMBER = new RegExp(
  String.raw`(?<![\w.^_√]|[A-Za-z]-|\\sqrt\s?\{)(?:${FRACTION}|(?:[-−–+]\s?(?=${MONEY}?\s?[\d.]))?${MONEY}?\s?${PLAIN}(?!\.\d)${POWER}?${MIXED}?)(?:\s?\\?%|\s(?:million|billion|thousand|trillion|hundred|percent)\b|[kKMB](?![A-Za-z]))?`,
  'g',
);
const BOUND =
  /\b(?:at least|at most|more than|less than|fewer than|greater than|over|under|above|below|up to|no more than|no less than|not|isn't|exceeds?|almost|nearly|minimum of|maximum of)\s(?:the )?$|(?:[<>≤≥]|\\(?:[lg]eq?|lt|gt))\s?$/i;
const JOINED =
  /^\s?(?:[^\d.,;\n]{0,20}\s)?(?:or|to|–|-|—|~|and\/or|或|至|到)\s?(?:maybe |possibly |perhaps |even )?$/i;
const TOTAL =
  /\b(?:total(?:ing|s)?|in all|altogether|sum|overall|equals?|therefore|thus|so|leaves|remain(?:s|ing)?|difference|gives|result)\b|=|≈/i;
const CUES: readonly RegExp[] = [
  /\b(?:a |the |for a )?total of\s(?=\d)/gi,
  /\b(?:total(?: number| amount| cost)?(?: of [a-z ]{1,40})?|count|sum|value|number of [a-z ]{1,40}) (?:is|are|=|comes to|equals)\s{1,2}/gi,
  /\b(?:there (?:are|is)|which (?:is|gives|equals)|in total,? there are)\s(?=(?:a total of |exactly |about |approximately )?[\d-])/gi,
];

/**
 * Grades an answer that is one number: the one that is stated as the answer, else the one number of the response or
 * of its last sentence. Ranges, bounds, "5 or 6" and two numbers of equal standing are no answer.
 */
export function gradeNumber(response: string, gold: string): Verdict {
  if (gold.length > 2_000) return NONE;
  const extracted = CLOCK.test(gold) ? clockOf(response) : numberOf(response);
  if (extracted === undefined) return NONE;
  const plain = normalised(lastBox(gold) ?? gold).trim();
  const wanted = decimalPoint(withDigits(MONEY_ALONE.test(plain) ? plain : unformatted(plain)).trim());
  const correct = equalAnswers(extracted.value, wanted, { rounding: 'as-gold' }) !== undefined;
  return { correct, extracted: extracted.text };
}

const MONEY_ALONE = /^-?\$\s?\d[\d.,]*$/;
const CLOCK = /^\s*\d{1,3}:\d{1,2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\s*$/i;

/** The time or ratio that a response gives, where the gold is one: the announced one, else the only one. */
function clockOf(response: string): Found | undefined {
  const spoken = spokenPart(response);
  const text =
    lastBox(outsideThinking(response)) ?? tagged(spoken) ?? statements(spoken).at(-1)?.text ?? spoken;
  const found = [
    ...text
      .slice(0, 2_000)
      .replace(/(?<![\d:])(\d{1,3}) to (?=\d{1,3}(?![\d:]))/g, '$1:')
      .matchAll(/(?<![\d:])\d{1,3}:\d{1,2}(?::\d{2})?(?![\d:])(?:\s?[ap]\.?m\b\.?)?/gi),
  ];
  const said = [...new Set(found.map(([one]) => one.trim()))];
  return said.length === 1 && said[0] !== undefined ? { text: said[0], value: said[0] } : undefined;
}

export interface Found {
  /** As the response has it. */
  readonly text: string;
  /** With a decimal point, and the unit behind it. */
  readonly value: string;
}

export function numberOf(response: string): Found | undefined {
  const spoken = spokenPart(response);
  const tag = tagged(spoken);
  const box = lastBox(tag ?? outsideThinking(response));
  if (box !== undefined) {
    if (RETRACTS.test(spoken.slice(spoken.lastIndexOf('boxed')))) return undefined;
    return contentOf(box);
  }
  if (tag !== undefined) return contentOf(tag);
  const text = withDigits(
    spoken
      .replace(REFUSED, '')
      .replace(/\*{1,3}|`|\\[()[\]]/g, '')
      .replace(/,?\s?(?:give or take|plus or minus)\s[\w.%]{1,12}/gi, ''),
  );
  const alone = text.replace(/^\$?[A-Za-z]\s?=\s?|\$/g, '');
  if (alone.length <= 80 && FORMULA_ALONE.test(alone)) return { text: alone, value: alone };
  const said = statements(text, CUES);
  for (const { text: phrase, at } of said.slice(-12).reverse()) {
    const clause = phrase.split(/(?<=\D)[.;](?=\s|$)|\.(?=\s|$)|\n/)[0] ?? '';
    if (/^(?:not|isn't|neither)\b/i.test(clause)) continue;
    const found = headOf(clause);
    if (found === 'several') return undefined;
    if (found === undefined) continue;
    const after = text.slice(text.indexOf(clause, at) + clause.length);
    return RETRACTS.test(after) || changed(after) ? fromProse(after) : found;
  }
  return fromProse(text);
}

/** What the answer would be of a picture that the response says it cannot see. */
const REFUSED =
  /(?<=\b(?:cannot|can't|unable to|don't|do not) (?:see|view|access|open|have)\b[^.!?]{0,80}[.!?]\s)(?:if|suppose|assuming)\b[^.!?\n]{0,200}\bwould\b[^\n]*$/i;

/** A response that is nothing but a formula with a root, a power or a thousands' space: `2^3`, `√16`, `1 000`. */
const FORMULA_ALONE =
  /^(?=.*(?:\^|√|\\sqrt|!|^-?\d{1,3}(?: \d{3})+$))(?:[\d\s.+*/^()!√{}-]|\\(?:sqrt|times|cdot|frac))+$/;

const changed = (after: string): boolean =>
  /\b(?:wait|actually|on second thought|correction)\b/i.test(after) && /\d/.test(after);

/** What a box or a tag holds: a whole answer with its unit. */
function contentOf(content: string): Found | undefined {
  const text = content.trim();
  if (text.length > 400) return undefined;
  const plain = withDigits(normalised(text.replace(/\*{1,3}|`/g, '')));
  const numbers = numbersIn(plain);
  if (
    numbers.length > 1 &&
    /\b(?:or|to|and|between)\b|,\s|\d\s?[-–~]\s?\d/.test(plain.replace(/\\text\{|\}/g, ' '))
  ) {
    const found = headOf(plain);
    return found === 'several' ? undefined : found;
  }
  if (
    numbers.length === 1 &&
    numbers[0] !== undefined &&
    !/√|\\sqrt/.test(plain) &&
    bounded(plain, numbers[0])
  )
    return undefined;
  return { text, value: decimalPoint(plain) };
}

interface NumberAt {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const numbersIn = (text: string): readonly NumberAt[] =>
  [...text.slice(0, 8_000).matchAll(NUMBER)].slice(0, 400).map((match) => ({
    text: match[0].trim(),
    at: match.index + match[0].search(/\S/),
    end: match.index + match[0].length,
  }));

const bounded = (text: string, { at, end }: NumberAt): boolean =>
  BOUND.test(text.slice(Math.max(0, at - 40), at)) ||
  /^\s?(?:(?:[a-z]{1,12} )?(?:or (?:more|less|fewer)|at (?:least|most)\b)|\+(?!\s?\d)|±|\^|√|\\sqrt|!(?=\s?[\d^*]))/i.test(
    text.slice(end),
  );

/** The number at the head of a stated answer, with what may be its unit. */
function headOf(clause: string): Found | 'several' | undefined {
  const numbers = numbersIn(clause).filter(
    ({ at }) => !/\b(?:not|instead of|rather than|and not)\s$/i.test(clause.slice(0, at)),
  );
  const [first, second] = numbers;
  if (first === undefined) return zeroOf(clause);
  if (bounded(clause, first)) return 'several';
  if (second !== undefined) {
    const last = numbers.at(-1);
    if (last !== undefined && /\b(?:in total|in all|altogether)\b/i.test(clause.slice(last.end)))
      return withUnit(clause, last);
    const between = clause.slice(first.end, second.at);
    const equals = clause.lastIndexOf('=');
    if (equals < 0 && /^\s?(?:[×*·/÷+]|\\times|\\cdot)\s?$/.test(between)) {
      const sum = SUM.exec(clause.slice(first.at))?.[0].trim() ?? '';
      return { text: sum, value: sum };
    }
    if (ENUMERATED.test(clause.slice(first.end))) return 'several';
    if (equals > first.at) {
      const result = numbersIn(clause).findLast(({ at }) => at > equals);
      if (result !== undefined) return withUnit(clause, result);
    }
    if (JOINED.test(between) || /\bbetween\b/i.test(clause.slice(0, first.at))) return 'several';
    if (/^\s?(?:[a-z ]{0,30}\s)?(?:and|or|&)\s|^\s?,\s?$/i.test(between) && !/^\s?\(/.test(between))
      return 'several';
  }
  return withUnit(clause, first);
}

/** A product or sum that is left to the reader: `3 × 5`. */
const SUM = /^\d[\d.]*(?:\s?(?:[×*·/÷+]|\\times|\\cdot)\s?\d[\d.]*){1,8}/;
/** "3 red balls, 2 blue balls and 1 green ball": things that are listed, of which none is the answer. */
const ENUMERATED =
  /^\s[a-z][a-z ]{0,30}(?:,\s(?:and\s)?|\sand\s)\d{1,6}\s(?!(?:of|in|on|at|with|per|more|fewer|less)\b)[a-z][a-z ]{0,30}(?:(?:,\s?(?:and\s)?|\sand\s)\d{1,6}\s[a-z][a-z ]{0,30}){0,8}\.?$/i;

/** The number and at most three words behind it, where they can be a unit or the thing that is counted. */
function withUnit(clause: string, { text, end }: NumberAt): Found {
  const unit =
    /^\s?(?:\\text\{)?\s?((?:°\s?[CF]?|degrees?\s(?:Celsius|Fahrenheit|[CF]\b)|\\circ|[A-Za-zµ]{1,14}(?:\^?[23²³])?(?:\/[A-Za-z]{1,8})?))/.exec(
      clause.slice(end),
    )?.[1] ?? '';
  const keep =
    /^(?:and|or|is|are|in|on|of|at|for|to|from|with|because|since|which|that|the|as|by|dogs?|out|there|when|after)$/i.test(
      unit,
    )
      ? ''
      : unit;
  const value = decimalPoint(scaledBy(text));
  if (/^\s?(?:\\pi\b|π)/.test(clause.slice(end))) return { text: `${text}π`, value: `${value}\\pi` };
  if (keep.startsWith('°')) return { text, value: value + keep };
  return { text, value: keep === '' ? value : `${value} \\text{ ${keep}}` };
}

const scaledBy = (text: string): string =>
  text
    .replace(/[−–]/g, '-')
    .replace(/(\d)\s?[x×]\s?10/g, '$1 \\times 10')
    .replace(/(\d)[kK]$/, '$1 thousand')
    .replace(/(\d)M$/, '$1 million')
    .replace(/(\d)B$/, '$1 billion')
    .replace(/\+(?=\d)/, '');

/** `3,5` with a decimal comma as `3.5`; three digits behind the comma are a thousand. */
const decimalPoint = (text: string): string =>
  text
    .replace(
      /^([-−–]?\d{1,3}(?:\.\d{3})+),(\d{1,2})(?!\d)/,
      (_, whole: string, rest: string) => `${whole.replaceAll('.', '')}.${rest}`,
    )
    .replace(
      /^([-−–]?\d{1,3})((?:'\d{3})+)(?!\d)/,
      (_, head: string, rest: string) => head + rest.replaceAll("'", ''),
    )
    .replace(/^([-−]?\d+),(\d{1,2})(?![\d,])/, '$1.$2');

/** "There are no dogs", "none": nought. */
const zeroOf = (text: string): Found | undefined =>
  /^\s?(?:none|zero|nobody|no one|no [a-z]+s?)\b|^没有|\b(?:there (?:are|is)|has|have|contains?|shows?|see) (?:no|none)\b(?! (?:way|information|clear|answer))/i.test(
    text,
  ) && !/\b(?:idea|way|information|answer|clear)\b/i.test(text)
    ? { text: '0', value: '0' }
    : undefined;

function fromProse(text: string): Found | undefined {
  const sentences = withoutCheck(text)
    .split(/(?<=[^\d\s])[.!?。](?=\s|$)|(?<=\d)[.!?。](?=\s|$)|\n+/)
    .filter((one) => one.trim() !== '');
  const all = numbersIn(text);
  if (all.length === 0)
    return /\b(?:cannot|can't|unable|not sure|unclear|unknown)\b/i.test(text) ? undefined : zeroOf(text);
  for (const sentence of sentences.toReversed()) {
    if (CUT_OFF.test(sentence)) continue;
    if (REMARK.test(sentence) && numbersIn(sentence).length < all.length) continue;
    const main = mainClause(sentence);
    const numbers = numbersIn(main).filter(
      (number, _, among) => !isYear(main, number) && !(among.length > 1 && isName(main, number)),
    );
    if (numbers.length === 0) continue;
    return fromSentence(main, numbers);
  }
  return undefined;
}

/** A remark to the reader, after the answer. */
const REMARK = /^[\s(*_]{0,6}(?:(?:please )?note\b|remark\b|n\.?b\b|disclaimer\b|p\.?s\b)/i;

/** Without the check that follows an answer, where it confirms the answer or comes to nothing else. */
function withoutCheck(text: string): string {
  const at = text.search(
    /(?<=[.!\n]\s{0,3})(?:let(?:'s| me| us) (?:verify|check|double-check)|(?:to )?(?:verify|double-check)\b|check(?:ing)?:|verification\b)/i,
  );
  if (at <= 0 || numbersIn(text.slice(0, at)).length === 0) return text;
  const check = text.slice(at);
  return /\b(?:wait|actually|so|therefore|thus|hence|total|answer|instead|missed|recount|correction|i (?:get|see|count))\b/i.test(
    check,
  )
    ? text
    : text.slice(0, at);
}

/** "From 80 to 60, a decrease of 25%": what such a sentence comes to, behind its last comma. */
function outcome(sentence: string): string {
  if (!/\b(?:between|from)\b/i.test(sentence)) return sentence;
  const at = Math.max(
    sentence.lastIndexOf('; '),
    ...[
      ...sentence.matchAll(/,\s(?=(?:so|thus|hence|therefore|which|an?|i\.e\.|making|giving|for an?)\s)/gi),
    ].map(({ index }) => index),
  );
  const tail = sentence.slice(at + 1);
  return at > 0 && new Set(numbersIn(tail).map(({ text }) => text)).size === 1 ? tail : sentence;
}

/** What a sentence says before a reason, an aside or an attendant number, where that has a number of its own. */
function mainClause(whole: string): string {
  const sentence = outcome(whole);
  const cut =
    /,?\s(?:since|because)\s|,\s(?:with|including|as|given that|of which|which is (?:less|more|greater|higher|lower|fewer|the))\s|\s[—–]\s(?=that|which|this|it|the|i\.e|as)/i.exec(
      sentence,
    );
  if (cut === null) return sentence;
  const head = sentence.slice(0, cut.index);
  return numbersIn(head).some((number) => !isYear(head, number)) ? head : sentence;
}

/** "In 2019 the value was 45": a date beside the number. */
const isYear = (sentence: string, { at, text }: NumberAt): boolean =>
  /^(?:1[5-9]|20)\d\d$/.test(text) &&
  /\b(?:in|since|by|year|from|of|(?:between|from) (?:1[5-9]|20)\d\d (?:and|to)|between)\s$/i.test(
    sentence.slice(Math.max(0, at - 30), at),
  ) &&
  numbersIn(sentence).length > 1;

/** "Room 101 has 4 chairs", "out of 10": a number that names a thing, or the whole that is counted from. */
const isName = (sentence: string, { at, text }: NumberAt): boolean =>
  /\b(?:room|bus|bus number|route|line|gate|figure|fig\.|page|step|table|question|image|level|highway|number|no\.|out of(?: the| a total of)?)\s$/i.test(
    sentence.slice(Math.max(0, at - 30), at),
  ) && !text.includes('=');

/** The one number outside brackets: "64 kg (between 60 and 70)", "the highest (98) less the lowest (54) is 44". */
function besideBrackets(sentence: string, numbers: readonly NumberAt[]): NumberAt | undefined {
  const brackets = [...sentence.matchAll(/(?<=\s)\([^()]{1,200}\)/g)];
  const outside = numbers.filter(({ at }) =>
    brackets.every(({ index, 0: { length } }) => at < index || at > index + length),
  );
  const [one] = outside;
  if (one === undefined || outside.length > 1 || brackets.length === 0) return undefined;
  // "five (6)" says two things.
  if (/^\s\([\d.,]+\)/.test(sentence.slice(one.end))) return undefined;
  const states = /(?:\b(?:is|are|equals)|[=≈])\s$/i.test(sentence.slice(0, one.at));
  return states || one.at < (brackets[0]?.index ?? 0) ? one : undefined;
}

/** The whole whose parts follow it and add up to it: "five balloons: three red and two yellow". */
function wholeOf(sentence: string, [first, ...parts]: readonly NumberAt[]): NumberAt | undefined {
  const [second] = parts;
  if (first === undefined || second === undefined || parts.length < 2) return undefined;
  const sum = parts.reduce((total, { text }) => total + Number(text), 0);
  const opens = /[:—–(]|,\s(?:with|including)\b/.test(sentence.slice(first.end, second.at));
  return opens && sum === Number(first.text) ? first : undefined;
}

function fromSentence(sentence: string, numbers: readonly NumberAt[]): Found | undefined {
  const standing = numbers.filter(
    ({ at }) => !/\b(?:not|instead of|rather than)\s$/i.test(sentence.slice(0, at)),
  );
  const values = new Set(standing.map(({ text }) => text));
  const [first] = standing;
  const last = standing.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (sentence.slice(last.end, last.end + 2).includes('?')) return undefined;
  if (values.size === 1)
    return bounded(sentence, first) ||
      (sentence.charAt(first.end) === ':' && /\d/.test(sentence.charAt(first.end + 1)))
      ? undefined
      : withUnit(sentence, first);
  const apart = besideBrackets(sentence, standing) ?? wholeOf(sentence, standing);
  if (apart !== undefined && !bounded(sentence, apart)) return withUnit(sentence, apart);
  const before = standing.at(-2);
  const between = before === undefined ? '' : sentence.slice(before.end, last.at);
  if (
    JOINED.test(between) ||
    bounded(sentence, last) ||
    /\b(?:between|from)\b(?! (?:1[5-9]|20)\d\d (?:and|to) (?:1[5-9]|20)\d\d\b)/i.test(sentence) ||
    sentence.slice(first.end).startsWith(':')
  )
    return undefined;
  // "x = 4, y = 5" gives two things.
  if (/[,;]\s{0,3}(?:and\s)?[A-Za-z]\w{0,3}\s?=\s?$/.test(between)) return undefined;
  if (/\b(?:in total|in all|altogether)\b/i.test(sentence.slice(last.end))) return withUnit(sentence, last);
  const counted = standing.every(({ text }, i) => text === String(i + 1));
  if (counted && standing.length > 2 && /\bcount/i.test(sentence)) return withUnit(sentence, last);
  if (/\b(?:wait|actually|correction)\b/i.test(between)) return withUnit(sentence, last);
  return /\bis\s$/.test(between) || TOTAL.test(between) ? withUnit(sentence, last) : undefined;
}
