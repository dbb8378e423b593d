import type { Random } from './random';
import { CELLS, COLORS, SHAPES, TALLEST } from './scene';

/** Something that is read off a picture or a description: a number, a colour, a shape or a letter. */
export type Fact = number | string;

const OTHERS: readonly (readonly string[])[] = [COLORS, SHAPES, CELLS];

/** The same fact as a careless observer reports it: a number is off by one (seldom two), a word is another of its kind. */
export function misread(fact: Fact, rng: Random): Fact {
  if (typeof fact === 'number') {
    const off = rng.int(5) === 0 ? 2 : 1;
    const low = fact - off;
    return low < 0 || (fact + off <= TALLEST && rng.int(2) === 0) ? fact + off : low;
  }
  const kind = OTHERS.find((words) => words.includes(fact));
  if (kind === undefined) throw new Error(`not a fact: ${fact}`);
  return rng.pick(kind.filter((word) => word !== fact));
}
