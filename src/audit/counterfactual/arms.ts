import { ARMS, type Arm } from '../../protocol';
import type { IndexedItem } from '../../results';
import { isDescribed } from './choose';

const ALL = Object.keys(ARMS) as readonly Arm[];
/** What the gate needs of a right item. */
const OF_CONTROLS: readonly Arm[] = ['description', 'neither'];

/**
 * The arms that can be asked of an item: those with a reference description only where there is one that does not state
 * the answer, those with an image only of a model that takes images, and none at all of an item without an image.
 */
export function armsOf(
  item: IndexedItem,
  kind: 'failure' | 'control',
  images: boolean,
  wanted: readonly Arm[] = ALL,
): readonly Arm[] {
  if (item.images.length === 0) return [];
  const possible = kind === 'control' ? OF_CONTROLS : ALL;
  return possible.filter((arm) => {
    if (!wanted.includes(arm)) return false;
    if (!images && (arm === 'image' || arm === 'both' || arm === 'own-description')) return false;
    return (arm !== 'description' && arm !== 'both') || isDescribed(item);
  });
}
