import { formulasIn, type Found } from './formulas';

/** `[start, end)` in UTF-16 units, without the white space around it. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

const END = /[.!?](?=["'”’)\]*_]*(?:\s|$))["'”’)\]*_]*|[。！？]|\n/g;
/** What ends in a full stop and ends no sentence. */
const SHORT = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|al|approx|Fig|Figs|Eq|Eqs|Dr|Mr|Mrs|Ms|resp)\.$/u;
/** `1.`, `- `, `**Step 2.`: the number of a list's entry, not a sentence. */
const MARKER = /^(?:[-*+•>#\s]|\*\*)*(?:(?:step\s*)?\d{1,3}|[a-z]|[ivx]{1,4})[.)]$/i;

/**
 * Sentences of a response, from 1 as judge and reader number them: the judge's `first_error_step` is a place in this
 * list. A line break ends one; formulas and code are never taken apart, and lines of only marks are none. Linear.
 */
export function sentencesOf(text: string, found: Found = formulasIn(text)): readonly Sentence[] {
  const { formulas, code } = found;
  const whole = [...formulas, ...code].toSorted((a, b) => a.start - b.start);
  const sentences: Sentence[] = [];
  let from = 0;
  const add = (to: number): void => {
    const piece = text.slice(from, to);
    if (/[\p{L}\p{N}]/u.test(piece)) {
      const start = from + (piece.length - piece.trimStart().length);
      sentences.push({ start, end: start + piece.trim().length });
    }
    from = to;
  };
  const end = new RegExp(END);
  let next = 0;
  for (let stop = end.exec(text); stop !== null; stop = end.exec(text)) {
    while (next < whole.length && (whole[next]?.end ?? 0) <= stop.index) next += 1;
    const inside = whole[next];
    if (inside !== undefined && inside.start <= stop.index) {
      end.lastIndex = inside.end;
      continue;
    }
    const to = stop.index + stop[0].length;
    if (stop[0].startsWith('.')) {
      const before = text.slice(Math.max(from, stop.index - 24), stop.index + 1);
      if (SHORT.test(before) || (before.length < 24 && MARKER.test(before))) continue;
    }
    add(to);
  }
  add(text.length);
  return sentences;
}
