import { legible } from '../legible';

/** One line without control characters, as written otherwise. */
export const oneLine = (text: string): string =>
  legible(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/**
 * A text for comparison: letter case, white space, signs at its ends, an article before it and the width of its letters
 * do not count.
 */
export const plain = (text: string): string => bare(text).replace(/^(?:an?|the) (?=\S)/u, '');

/** The same with its article. */
export const bare = (text: string): string =>
  oneLine(text.normalize('NFKC').toLowerCase()).replace(
    /^[\s\p{Pi}\p{Pf}"'`.,;:!?]+|[\s\p{Pi}\p{Pf}"'`.,;:!?]+$/gu,
    '',
  );
