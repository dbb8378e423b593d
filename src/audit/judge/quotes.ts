/** A text in which quotations are looked up: folded, and where each folded unit came from. */
export interface Quotable {
  readonly folded: string;
  /** `places[i]`: where `folded[i]` stands in the text. */
  readonly places: Int32Array;
}

/** Marks that a model writes and one that quotes it leaves out: Markdown's emphasis and headings, `$` of formulas. */
const MARKS = /[*_`#>$~]/;
const SAME: Readonly<Record<string, string>> = {
  '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '−': '-', '×': 'x', '\u00a0': ' ',
}; // prettier-ignore

/** Folds a text: no marks, one space for all white space, no difference of case or of kinds of quotes and dashes. */
export function quotable(text: string): Quotable {
  const units: string[] = [];
  const places = new Int32Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    const same = SAME[sign] ?? sign;
    if (MARKS.test(same) || (same === '\\' && /[()[\]]/.test(text[i + 1] ?? ''))) continue;
    if (/\s/.test(same)) {
      if (units.at(-1) === ' ' || units.length === 0) continue;
      places[units.length] = i;
      units.push(' ');
      continue;
    }
    const lower = same.toLowerCase();
    places[units.length] = i;
    // A few letters grow when they are lowered; they stay as they are, so that places fit.
    units.push(lower.length === 1 ? lower : same);
  }
  return { folded: units.join(''), places };
}

const ELLIPSIS = /\.{3,}|…|\[\.{3}\]/;
const LEAST = 3;
/** A longer one is a copy, no quotation: looking it up could take as long as somebody wants. */
const LONGEST = 8_000;

/**
 * Where a quotation stands in a text, `[start, end)` in UTF-16 units of it; an ellipsis stands for anything between its
 * parts. `undefined`: nowhere, or it is too short to tell.
 */
export function findQuote(
  quote: string,
  { folded, places }: Quotable,
): { readonly start: number; readonly end: number } | undefined {
  if (quote.length > LONGEST) return undefined;
  const parts = quote
    .split(ELLIPSIS)
    .map((part) => withoutMarks(quotable(part).folded.trim()))
    .filter((part) => part !== '');
  if (parts.join('').replace(/[^\p{L}\p{N}]/gu, '').length < 2 || parts.join('').length < LEAST)
    return undefined;
  let start: number | undefined;
  let from = 0;
  for (const part of parts) {
    const at = wholeWords(folded, part, from);
    if (at < 0) return undefined;
    start ??= places[at] ?? 0;
    from = at + part.length;
  }
  return start === undefined ? undefined : { start, end: (places[from - 1] ?? 0) + 1 };
}

/** Without quotation marks at both ends; an expression would go over each run of them within again and again. */
function withoutMarks(text: string): string {
  let start = 0;
  let end = text.length;
  const isMark = (at: number): boolean => text[at] === '"' || text[at] === "'";
  while (start < end && isMark(start)) start += 1;
  while (end > start && isMark(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** The first place of a phrase that does not begin or end within a word: `3 circles` is not in `13 circles`. */
function wholeWords(text: string, phrase: string, from: number): number {
  for (let at = text.indexOf(phrase, from); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (!joins(text, at) && !joins(text, end)) return at;
  }
  return -1;
}

const WORD = /[\p{L}\p{N}]/u;
/** Whether the units before and at a place belong to one word or number. */
const joins = (text: string, at: number): boolean =>
  WORD.test(text[at - 1] ?? '') && WORD.test(text[at] ?? '');
