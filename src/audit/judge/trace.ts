import { createHash } from 'node:crypto';
import { sentencesOf, type Sentence } from '../../protocol';
import { quotable, type Quotable } from './quotes';

/** What of an item is judged. */
export interface JudgedText {
  readonly response: string;
  readonly thinking?: string;
}

/**
 * The trace of an item with its sentences numbered: those of the response from 1, as readers see them, and behind them
 * those of the thinking before it.
 */
export interface Trace {
  readonly response: readonly Sentence[];
  readonly thinking: readonly Sentence[];
}

/** Longer texts are judged by their beginning and their end. */
const LONGEST = 200_000;

export function traceOf({ response, thinking = '' }: JudgedText): Trace {
  return {
    response: sentencesOf(response.slice(0, LONGEST)),
    thinking: sentencesOf(thinking.slice(0, LONGEST)),
  };
}

export const sentenceCount = ({ response, thinking }: Trace): number => response.length + thinking.length;

/** What tells one judged trace from another: a verdict on an older response is none on a newer one. */
export const digestOf = ({ response, thinking = '' }: JudgedText): string =>
  createHash('sha256')
    .update(JSON.stringify([response, thinking]))
    .digest('hex')
    .slice(0, 16);

export interface QuotableTrace {
  readonly response: Quotable;
  readonly thinking: Quotable;
}
export const quotableTrace = ({ response, thinking = '' }: JudgedText): QuotableTrace => ({
  response: quotable(response.slice(0, LONGEST)),
  thinking: quotable(thinking.slice(0, LONGEST)),
});

/** Characters of sentences that a judge is given at most; of a longer trace the middle is left out, and it says so. */
const MOST_GIVEN = 24_000;

/** Sentences as the judge reads them, one a line: `[3] I see two circles.` `first` is the number of the first. */
export function numbered(text: string, sentences: readonly Sentence[], first: number): string {
  const lines = sentences.map(
    ({ start, end }, i) => `[${first + i}] ${text.slice(start, end).slice(0, 4_000)}`,
  );
  const total = lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (total <= MOST_GIVEN) return lines.join('\n');
  const head: string[] = [];
  const tail: string[] = [];
  let left = MOST_GIVEN;
  // From both ends inwards: the beginning reads the image, the end concludes.
  for (let low = 0, high = lines.length - 1; low <= high;) {
    const line = head.length <= tail.length ? lines[low++] : lines[high--];
    if (line === undefined || line.length > left) break;
    left -= line.length + 1;
    if (head.length <= tail.length) head.push(line);
    else tail.unshift(line);
  }
  return [...head, `(${lines.length - head.length - tail.length} sentences left out)`, ...tail].join('\n');
}
