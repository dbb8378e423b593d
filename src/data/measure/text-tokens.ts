/** What a byte-pair tokenizer of a large model cuts a text into, by the script of its letters. */
const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[a-z]+|\p{L}\p{M}*|\p{N}|\n+|[^\s\p{L}\p{N}]+/giu;

/** Letters of a Latin word that most often are one token, and signs that stand together. */
const LETTERS = 9;
const SIGNS = 2;
/** Of other alphabets, letters a token. */
const OTHER_LETTERS = 3;

/**
 * Tokens of a text, estimated from its characters: a Latin word counts one for every 9 letters begun, a digit and a
 * Chinese, Japanese or Korean sign one each, two signs of punctuation one, letters of other alphabets a third. Held
 * against a byte-pair encoding of 100,000 pieces that cuts digits singly, as Qwen's do, sums over 17 collections of
 * questions, formulas and prose came out between 0.92 and 1.09 of the count; a single short row between 0.7 and 1.1.
 */
export function textTokens(text: string): number {
  let whole = 0;
  let other = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    const first = piece.charCodeAt(0);
    const isLatin = (first >= 65 && first <= 90) || (first >= 97 && first <= 122);
    if (isLatin) whole += Math.ceil(piece.length / LETTERS);
    else if (first === 10 || /^\p{N}/u.test(piece)) whole += 1;
    else if (CJK.test(piece)) whole += 1;
    else if (/^\p{L}/u.test(piece)) other += 1;
    else whole += Math.ceil(piece.length / SIGNS);
  }
  return whole + Math.ceil(other / OTHER_LETTERS);
}

const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The share of an estimate that a text certainly has, by the worst single row of those measurements. */
export const SURE_SHARE = 0.7;
