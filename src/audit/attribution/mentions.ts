import { groupBy } from '../groups';
import type { Item } from '../items';
import { rate, type Rate } from '../statistics';
import { leakOf } from './leak';

/**
 * A check for leaks by text alone: how often descriptions hold the answer of their own item, and of another item of the
 * same data set. Where both are alike, mentions are accidents of small numbers and common words, not leaks. It is not
 * the stronger control, a model that answers from the description of a shuffled item: that would need an arm more, and
 * what it would show (answers right from knowledge or luck alone) the arm `neither` shows already.
 */
export interface Mentions {
  readonly method: typeof MENTIONS_METHOD;
  readonly own: Rate;
  readonly shuffled: Rate;
}

export const MENTIONS_METHOD = 'text match, no model asked';

export function mentionsOf(items: readonly Item[]): Mentions {
  const described = items.filter((item) => item.description !== undefined && item.images.length > 0);
  const byDataset = groupBy(described, (item) => item.dataset);
  let own = 0;
  let shuffled = 0;
  for (const group of byDataset.values()) {
    group.forEach((item, i) => {
      // Half the group away: neighbours often share an image.
      const other = group[(i + Math.floor(group.length / 2)) % group.length] ?? item;
      if (leakOf(item.description ?? '', item.goldText) !== 'none') own += 1;
      if (leakOf(other.description ?? '', item.goldText) !== 'none') shuffled += 1;
    });
  }
  return {
    method: MENTIONS_METHOD,
    own: rate(own, described.length, 'described items'),
    shuffled: rate(shuffled, described.length, 'described items'),
  };
}
