/** Longer questions are compared by their beginning. */
const MOST_WORDS = 4000;

/**
 * Words, one each in scripts that are written without spaces; numbers with their point or comma; and signs that mean
 * something in a formula. Marks of sentences are nothing.
 */
const WORD =
  /\d+(?:[.,]\d+)*|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}]+|[\p{Sm}\p{Sc}\-*/^\\_{}%]/gu;
const NUMBER = /^\d/u;

/** A question in a form in which case, spaces, full-width letters and marks of sentences do not matter. */
export interface Folded {
  /** Of the question, in order. */
  readonly words: readonly string[];
  /** Of the right answer's text. */
  readonly answer: readonly string[];
  /** The numbers of the question, in order: questions about other numbers are other questions. */
  readonly numbers: string;
}

export function fold(question: string, answer: string): Folded {
  const words = wordsOf(question.replaceAll('<image>', ' '));
  return {
    words,
    answer: wordsOf(answer),
    numbers: words.filter((word) => NUMBER.test(word)).join(' '),
  };
}

const wordsOf = (text: string): readonly string[] =>
  (
    text
      .slice(0, MOST_WORDS * 16)
      .normalize('NFKC')
      .toLowerCase()
      .match(WORD) ?? []
  ).slice(0, MOST_WORDS);
