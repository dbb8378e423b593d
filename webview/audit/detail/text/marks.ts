import type { ClaimMark } from '../../../../src/protocol/audit';
import type { Segment } from './segments';

/** Something said about a range of a text, `[start, end)` in UTF-16 units. */
export type Mark = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'error' }
  | { readonly kind: 'claim'; readonly id: number; readonly verdict: ClaimMark['verdict'] }
  | { readonly kind: 'changed' }
  | { readonly kind: 'hit' }
);

/** From the outermost to the innermost: how marks that overlap are put into one another. */
export const MARK_KINDS = ['error', 'claim', 'changed', 'hit'] as const satisfies readonly Mark['kind'][];

/** A stretch of one segment under the same marks. Formulas and hidden stretches are never cut. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly segment: Segment;
  readonly marks: readonly Mark[];
  /** Numbers of sentences, from 1, that begin here. */
  readonly sentences: readonly number[];
}

/** Cuts the segments of a block where marks and sentences begin and end; the pieces tile it as the segments did. */
export function piecesOf(
  segments: readonly Segment[],
  marks: readonly Mark[],
  sentences: readonly { readonly start: number; readonly number: number }[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  const bounds = [
    ...new Set([...marks.flatMap(({ start, end }) => [start, end]), ...sentences.map(({ start }) => start)]),
  ].toSorted((a, b) => a - b);
  let next = 0;
  let sentence = 0;
  for (const segment of segments) {
    let at = segment.start;
    while (at < segment.end) {
      while (next < bounds.length && (bounds[next] ?? 0) <= at) next += 1;
      const bound = bounds[next] ?? Infinity;
      const end =
        segment.kind === 'formula' || segment.kind === 'hidden' ? segment.end : Math.min(segment.end, bound);
      const begun: number[] = [];
      while (sentence < sentences.length && (sentences[sentence]?.start ?? Infinity) < end) {
        begun.push(sentences[sentence]?.number ?? 0);
        sentence += 1;
      }
      const start = at;
      pieces.push({
        start,
        end,
        segment,
        marks: marks.filter((mark) => mark.start < end && mark.end > start),
        sentences: begun,
      });
      at = end;
    }
  }
  return pieces;
}

/** Ranges that a reader can use: whole, in order, inside the text; strange ones are left out. */
export const usableRange = (
  range: { readonly start: number; readonly end: number },
  length: number,
): boolean =>
  Number.isInteger(range.start) &&
  Number.isInteger(range.end) &&
  range.start >= 0 &&
  range.start < range.end &&
  range.end <= length;

/** Places where a text holds another, case not told apart; at most `most`. */
export function hitsOf(text: string, search: string, most = 2000): readonly Mark[] {
  const wanted = search.trim().toLowerCase();
  if (wanted.length < 2) return [];
  const folded = text.toLowerCase();
  // A letter whose small form is longer moves every place after it: such a text is not marked.
  if (folded.length !== text.length) return [];
  const hits: Mark[] = [];
  for (
    let at = folded.indexOf(wanted);
    at !== -1 && hits.length < most;
    at = folded.indexOf(wanted, at + wanted.length)
  )
    hits.push({ kind: 'hit', start: at, end: at + wanted.length });
  return hits;
}
