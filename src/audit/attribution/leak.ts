/** How far a description gives its answer away. */
export type Leak =
  /** The answer does not occur. */
  | 'none'
  /** The answer occurs as a word, as a description of three circles has a 3: no proof of a leak. */
  | 'mentioned'
  /** The description says the answer: as an answer, or as a phrase or long number that is there by no accident. */
  | 'stated';

const ANSWER =
  /\b(?:answer|solution|result)\b[^.\n]{0,20}?(?:\bis\b|:|=)\s{0,4}([^\n]{1,200})|\\boxed\{([^\n]{1,200})/gi;
const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .match(/\d+(?:\.\d+)?|\p{L}+|[^\s\p{L}\d]/gu) ?? [];
const significant = (text: string): readonly string[] =>
  words(text).filter((word) => /[\p{L}\d]/u.test(word));

/** More of a description, and a longer answer, are not looked at. */
const MAX_DESCRIPTION = 4_000;
const MAX_WORDS = 50;

/** Looks for the answer (`goldText`: for a choice, the option's text) in a description. */
export function leakOf(whole: string, goldText: string): Leak {
  const description = whole.slice(0, MAX_DESCRIPTION);
  const gold = significant(goldText.slice(0, MAX_DESCRIPTION)).slice(0, MAX_WORDS);
  if (gold.length === 0) return 'none';
  for (const match of description.matchAll(ANSWER)) {
    const said = significant(match[1] ?? match[2] ?? '');
    if (gold.every((word, i) => said[i] === word)) return 'stated';
  }
  if (!contains(significant(description), gold)) return 'none';
  const digits = gold.join('').replace(/\D/g, '').length;
  return gold.length >= 3 || digits >= 4 ? 'stated' : 'mentioned';
}

function contains(text: readonly string[], phrase: readonly string[]): boolean {
  const [first] = phrase;
  for (let i = 0; i + phrase.length <= text.length; i += 1) {
    if (text[i] === first && phrase.every((word, j) => text[i + j] === word)) return true;
  }
  return false;
}
