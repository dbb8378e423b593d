import type { Difficulty } from '../../language';
import { wilson } from '../../results';

/** Rollouts that a row begins with, and gets more at a time. */
export const ROUND = 8;

type Rule = Pick<Difficulty, 'rollouts' | 'adaptive' | 'boundaries'>;

/**
 * How many rollouts a row should have, when `drawn` of its rollouts were asked for and `right` of the `graded` ones are
 * right. As many as it has: it is done. A fixed number is asked for at once. The adaptive rule begins with `ROUND` and
 * adds up to `ROUND` while the 95 % interval holds a boundary inside, until there are `rollouts`: what lies clearly on
 * one side of every boundary needs no more. (Looking again and again makes the interval a little too narrow; a test
 * measures that rows are placed as well as with all rollouts.)
 */
export function wantedRollouts(
  { drawn, right, graded }: { readonly drawn: number; readonly right: number; readonly graded: number },
  { rollouts, adaptive, boundaries }: Rule,
): number {
  if (drawn >= rollouts) return drawn;
  if (!adaptive) return rollouts;
  if (drawn < ROUND) return Math.min(ROUND, rollouts);
  const open = (more: number): boolean => {
    const { low, high } = wilson(right === graded ? right + more : right, graded + more);
    return boundaries.some((boundary) => low < boundary && boundary < high);
  };
  if (!open(0)) return drawn;
  return Math.min(drawn + (right === 0 || right === graded ? settling(open) : ROUND), rollouts);
}

/** Of a row whose rollouts all went one way: how many more of that kind would settle it, at most a round. */
function settling(open: (more: number) => boolean): number {
  for (let more = 1; more < ROUND; more += 1) if (!open(more)) return more;
  return ROUND;
}
