/** The option letters that a short text names at its head, as in `B`, `(B) 15`, `B, because ...`, `A or B`. */
export interface Named {
  readonly letters: readonly string[];
  /** What follows the letters. */
  readonly rest: string;
}

const HEAD =
  /^(?:(?:the |an |either |both |most likely |probably |likely |definitely |clearly )*(?:option|choice|answer|letter|选项|opción|figure)s?\s{0,2}:?\s{0,2}|(?:either|both|most likely|probably|likely|definitely|clearly|simply)\s)?["'([【<]?\s?([A-Za-z])\s?["')\]】>]?(?![A-Za-z\u00c0-\u024f'])/i;
const NEXT =
  /^\s{0,3}(?:,|;|\/|&|\+|和|或|、|及|与|,?\s(?:and|or|and\/or)\s|,\s?(?:and|or)\s)\s{0,3}(?:also |maybe |possibly |perhaps |even )?(?:option |choice )?["'([]?([A-Za-z])["')\]]?(?![A-Za-z'0-9=])/i;

/**
 * Reads the letters at the head of a text. A small letter counts only when it ends the phrase, in brackets or alone;
 * `A` before a small word is an article; `I` before one a pronoun.
 */
export function namedAtHead(text: string, options: number): Named | undefined {
  const head = HEAD.exec(text);
  if (head?.[1] === undefined) return undefined;
  let rest = text.slice(head[0].length);
  const letter = head[1];
  const bracketed = /[([][^)\]]*[)\]]$/.test(head[0]);
  const said = /(?:option|choice|letter|选项)/i.test(head[0]);
  const ends = /^\s{0,3}(?:[.,;:!?)*。、—–-]|\n|$)/.test(rest);
  const capital = letter !== letter.toLowerCase();
  const formula = /^\s{0,2}(?:[=^+*/<>]|\d)/.test(rest) && !/^\s\d/.test(rest);
  if (formula) return undefined;
  if (!capital && !bracketed && !said && !ends) return undefined;
  if (capital && !bracketed && !said && (letter === 'A' || letter === 'I') && /^\s[a-z]/.test(rest)) {
    if (
      !/^\s(?:because|since|as|is|and|or|not|rather|instead|which|with|but|due|for|was|in this|based)\b/.test(
        rest,
      )
    )
      return undefined;
  }
  const letters = [letter.toUpperCase()];
  for (let i = 0; i < 26; i += 1) {
    const next = NEXT.exec(rest);
    const follow = next?.[1];
    if (next === null || follow === undefined || (capital && follow === follow.toLowerCase())) break;
    if (
      /^\s[a-z]/.test(rest.slice(next[0].length)) &&
      follow === 'A' &&
      !/^\s(?:are|is|both|because)\b/.test(rest.slice(next[0].length))
    )
      break;
    letters.push(follow.toUpperCase());
    rest = rest.slice(next[0].length);
  }
  const range = options === 0 ? 26 : options;
  return letters.every((one) => one.charCodeAt(0) - 65 < range)
    ? { letters: [...new Set(letters)], rest }
    : undefined;
}

/** Capital letters that stand for options in running text: alone, bracketed or behind "option". */
const MENTION =
  /(?:\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)\s{1,2}["'(]?|[("'[])([A-Za-z])(?=["')\].,;:!?。、\s]|$)|(?<![A-Za-z0-9'&\\=+^_-]|[A-Z]\.)([A-Z])(?=[).,;:!?。、\s]|$)(?!\.[A-Z])/g;

export interface Mention {
  readonly letter: string;
  readonly at: number;
}

/** Every option letter that running text mentions; articles, pronouns and letters of formulas are none. */
export function mentions(text: string, options: number): readonly Mention[] {
  const range = options === 0 ? 8 : options;
  const found: Mention[] = [];
  for (const match of text.matchAll(MENTION)) {
    const letter = match[1] ?? match[2] ?? '';
    const rest = text.slice(match.index + match[0].length);
    const bare = match[1] === undefined;
    if (
      bare &&
      /^\s[a-z0-9]/i.test(rest) &&
      !/^\s(?:is|and|or|because|since|are|was|as|but|seems|looks|would|fits|matches|shows|has|with)\b/.test(
        rest,
      )
    )
      continue;
    if (letter !== letter.toUpperCase() && !/[([]/.test(match[0]) && !/option|choice/i.test(match[0]))
      continue;
    if (/^\s?[=^+<>]/.test(rest)) continue;
    if (letter.toUpperCase().charCodeAt(0) - 65 >= range) continue;
    found.push({ letter: letter.toUpperCase(), at: match.index });
  }
  return found;
}
