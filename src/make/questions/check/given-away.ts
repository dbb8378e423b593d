import { plain } from '../text';
import type { Fault } from './draft';

/** How much longer (or shorter) than every other option the right one must be to be taken for a hint. */
const TIMES = 1.8;
/** And by how many characters, so that `red` beside `yellow` is none. */
const CHARACTERS = 12;
/** A shorter option stands in a question by chance. */
const SHORTEST = 3;

/**
 * Whether the right option can be told without looking: it is at least 1.8 times and 12 characters longer than the
 * longest wrong one (or shorter than the shortest wrong one, likewise); or the question has its words, as they are, and
 * those of no wrong option.
 */
export function givenAway(question: string, options: readonly string[], right: number): Fault | undefined {
  const lengths = options.map((text) => Array.from(plain(text)).length);
  const own = lengths[right] ?? 0;
  const others = lengths.filter((_, i) => i !== right);
  const longest = Math.max(...others);
  const shortest = Math.min(...others);
  if (own >= TIMES * longest && own - longest >= CHARACTERS)
    return {
      reason: 'The answer is given away by its length.',
      detail: `${own} characters, the others at most ${longest}`,
    };
  if (shortest >= TIMES * own && shortest - own >= CHARACTERS)
    return {
      reason: 'The answer is given away by its length.',
      detail: `${own} characters, the others at least ${shortest}`,
    };
  const words = wordsOf(question);
  const inside = options.map((text) => plain(text).length >= SHORTEST && words.includes(wordsOf(text)));
  return inside[right] === true && inside.filter(Boolean).length === 1
    ? { reason: 'The answer is given away by the question.', detail: options[right] ?? '' }
    : undefined;
}

/** Words with a space on both sides, so that `red` is not found in `bored`. */
const wordsOf = (text: string): string =>
  ` ${plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
