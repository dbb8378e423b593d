import type { LineIndex } from '../../language';
import type { Place, Problem, Range } from '../../protocol';

/** A change of a text: units [start, end) of the text before became `text`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Problems found in an earlier version of a file, at their places in the version after `change`: what lies behind it
 * moves along; a problem whose own text was changed is dropped, as nobody knows whether it still holds.
 */
export function shiftProblems(
  problems: readonly Problem[],
  file: string,
  change: TextChange,
  lines: LineIndex,
): readonly Problem[] {
  const shift = (place: Place): Place | undefined => {
    if (place.file !== file || place.range === undefined) return place;
    const range = shiftRange(place.range, change, lines);
    return range && { file, range };
  };
  return problems.flatMap((problem) => {
    const place = shift(problem.place);
    if (place === undefined) return [];
    const { related, ...rest } = problem;
    if (related === undefined) return [{ ...rest, place }];
    const moved = related.flatMap((one) => {
      const there = shift(one.place);
      return there === undefined ? [] : [{ ...one, place: there }];
    });
    return [{ ...rest, place, ...(moved.length === 0 ? {} : { related: moved }) }];
  });
}

function shiftRange(range: Range, change: TextChange, lines: LineIndex): Range | undefined {
  const [from, to] = [range.start.offset, range.end.offset];
  const { start, end, text } = change;
  // A space or a new line beside a word leaves the word alone; a letter makes another word of it.
  if (to < start || (to === start && from < to && /^\s/u.test(text))) return range;
  if (from > end || (from === end && from < to && /\s$/u.test(text))) {
    const by = text.length - (end - start);
    return lines.range(from + by, to + by);
  }
  return undefined;
}
