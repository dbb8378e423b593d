import { sentencesOf } from '../../protocol';
import type { Span } from './arithmetic';

/** A visual fact that a response states, and what it may be swapped for. */
export interface Fact extends Span {
  readonly kind: 'number' | 'word';
  readonly value: string;
  readonly swaps: readonly string[];
}

/** Words for something seen; a number or a word of a group below in such a sentence is read off the image. */
const SEEN =
  /\b(?:i (?:can )?see|we (?:can )?see|(?:there|here) (?:is|are)|in the (?:image|figure|diagram|picture|photo|chart|graph|plot|table|map)|the (?:image|figure|diagram|picture|photo|chart|graph|plot|table|map) (?:shows?|has|contains?|depicts?)|labell?ed|is (?:shown|drawn|marked|colou?red|located|at)|reads?|bar [A-Z]\b|(?:looking|look) at|visible|appears?)\b/i;

/** Words of which one is mistaken for another. */
const GROUPS: readonly (readonly string[])[] = [
  ['red', 'blue', 'green', 'yellow', 'orange', 'purple', 'black', 'white', 'brown', 'pink', 'gray'],
  ['left', 'right'],
  ['above', 'below'],
  ['top', 'bottom'],
  ['circle', 'square', 'triangle', 'star'],
  ['circles', 'squares', 'triangles', 'stars'],
  ['taller', 'shorter'],
  ['inside', 'outside'],
  ['increasing', 'decreasing'],
];
const GROUP_OF = new Map(GROUPS.flatMap((group) => group.map((word) => [word, group] as const)));
const WORD = new RegExp(String.raw`\b(?:${[...GROUP_OF.keys()].join('|')})\b`, 'gi');
const NUMBER = /(?<![\d.\w/])\d{1,6}(?:\.\d{1,3})?(?![\d\w/%]|\.\d)/g;

/** Sentences in which this is computed or concluded, not seen. */
const CONCLUDES = /=|\\boxed|\b(?:so|therefore|thus|hence|answer|total|altogether|in all)\b/i;

/**
 * Facts in sentences about what is seen. A number that the question gives is none: it was not read off the image; nor is
 * a mere list number.
 */
export function factsIn(response: string, question: string): readonly Fact[] {
  const given = new Set(question.match(/\d+(?:\.\d+)?/g) ?? []);
  return sentencesOf(response).flatMap(({ start, end }): readonly Fact[] => {
    const sentence = response.slice(start, end);
    if (sentence.length > 600 || !SEEN.test(sentence) || CONCLUDES.test(sentence)) return [];
    const numbers = [...sentence.matchAll(NUMBER)].flatMap((match): readonly Fact[] => {
      const [value] = match;
      if (given.has(value) || match.index === 0) return [];
      const n = Number(value);
      const whole = Number.isInteger(n);
      const step = whole ? 1 : 0.5;
      const swaps = [n + step, n - step, n + 2 * step].filter((swap) => swap > 0);
      const at = start + match.index;
      return [
        {
          kind: 'number',
          value,
          start: at,
          end: at + value.length,
          swaps: swaps.map((swap) => String(Number(swap.toFixed(3)))),
        },
      ];
    });
    const words = [...sentence.matchAll(WORD)].flatMap((match): readonly Fact[] => {
      const [value] = match;
      const group = GROUP_OF.get(value.toLowerCase());
      const at = start + match.index;
      if (group === undefined) return [];
      const swaps = group.filter((word) => word !== value.toLowerCase());
      return [{ kind: 'word', value, start: at, end: at + value.length, swaps }];
    });
    return [...numbers, ...words];
  });
}
