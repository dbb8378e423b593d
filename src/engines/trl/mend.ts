import type { TrlNumberKey, TrlNumbers } from './numbers';
import { trlBreaches, type TrlBreach } from './rules';

/** Numbers that are to be written instead, by key. */
export type TrlChange = Readonly<Partial<Record<TrlNumberKey, number>>>;

/** A value far from the user's own is no mending of it. */
const FARTHEST = 512;

/**
 * Ways to mend a breach by one other number, those that take part in it in turn: each breaks no rule at all. The
 * nearest value below, and for the batch (whose size is a choice) also the nearest above.
 */
export function trlChangesFor(numbers: TrlNumbers, breach: TrlBreach): readonly TrlChange[] {
  return breach.keys.flatMap((key): readonly TrlChange[] => {
    const now = numbers[key];
    if (now === undefined) return [];
    const isGood = (value: number): boolean => trlBreaches({ ...numbers, [key]: value }).length === 0;
    const least = key === 'num_generations' ? 2 : 1;
    const below = first(now, -1, least, isGood);
    const above = key === 'gpus' ? undefined : first(now, 1, least, isGood);
    const both = key === 'batch' || below === undefined;
    return [below, ...(both ? [above] : [])]
      .filter((value) => value !== undefined)
      .sort((a, b) => Math.abs(a - now) - Math.abs(b - now))
      .map((value) => ({ [key]: value }));
  });
}

function first(
  now: number,
  direction: 1 | -1,
  least: number,
  isGood: (value: number) => boolean,
): number | undefined {
  for (let distance = 1; distance <= FARTHEST; distance++) {
    const value = now + direction * distance;
    if (value < least) return undefined;
    if (isGood(value)) return value;
  }
  return undefined;
}
