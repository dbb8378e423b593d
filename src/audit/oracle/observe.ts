/** Something a trace says it sees. */
export type Observation = { readonly quote: string } & (
  | { readonly kind: 'count'; readonly what: string; readonly n: number }
  | { readonly kind: 'shape-is'; readonly shape: string; readonly word: string }
  | { readonly kind: 'shape-at'; readonly shape: string; readonly cell: string }
  | { readonly kind: 'bar-is'; readonly bar: string; readonly word: string }
);

const MAX_TRACE = 4_000;
const SEES = /^I see (.+)$/;
const COUNT = /^(\d{1,4}) ([a-z]{1,24})$/;
const SHAPE_AT = /^The ([a-z]{1,24}) is at ([A-Z])$/;
const SHAPE_IS = /^The ([a-z]{1,24}) is ([a-z]{1,24})$/;
const CELL_HAS = /^([A-Z]) has the ([a-z]{1,24})$/;
const BAR_IS = /^(?:[Bb]ar )?([A-Z]) is (\d{1,4}|[a-z]{1,24})$/;

/**
 * The observations that a trace states, in the example's words: `I see 3 circles and 1 square.`, `The star is red.`,
 * `The star is at C.`, `C has the star.`, `Bar A is 4.`, `A is 4, B is 6.` Sentences of other kinds state none.
 */
export function observationsOf(trace: string): readonly Observation[] {
  const plain = trace.slice(0, MAX_TRACE).split('\\boxed', 1)[0] ?? '';
  const sentences = plain.split(/[.\n]/).map((sentence) => sentence.trim().split(/\s+/).join(' '));
  return sentences.flatMap((sentence) => {
    const seen = SEES.exec(sentence)?.[1];
    return parts(seen ?? sentence).flatMap((part) => (seen === undefined ? statement(part) : countOf(part)));
  });
}

const parts = (text: string): readonly string[] =>
  text.split(/ ?, ?(?:and )?| and /).filter((part) => part !== '');

function countOf(part: string): readonly Observation[] {
  const [, n, what] = COUNT.exec(part) ?? [];
  return n === undefined || what === undefined ? [] : [{ kind: 'count', n: Number(n), what, quote: part }];
}

function statement(part: string): readonly Observation[] {
  const at = SHAPE_AT.exec(part);
  if (at?.[1] !== undefined && at[2] !== undefined) {
    return [{ kind: 'shape-at', shape: at[1], cell: at[2], quote: part }];
  }
  const is = SHAPE_IS.exec(part);
  if (is?.[1] !== undefined && is[2] !== undefined) {
    return [{ kind: 'shape-is', shape: is[1], word: is[2], quote: part }];
  }
  const has = CELL_HAS.exec(part);
  if (has?.[1] !== undefined && has[2] !== undefined) {
    return [{ kind: 'shape-at', shape: has[2], cell: has[1], quote: part }];
  }
  const bar = BAR_IS.exec(part);
  if (bar?.[1] !== undefined && bar[2] !== undefined) {
    return [{ kind: 'bar-is', bar: bar[1], word: bar[2], quote: part }];
  }
  return [];
}
