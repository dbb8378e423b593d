import type { ResultItem } from '../../results';
import { itemKey } from '../items';
import { shuffled } from '../statistics';
import { makeControl, type Control } from './make';

export interface DrawnControl {
  readonly item: ResultItem;
  readonly control: Control;
}

/**
 * Draws `n` controls from right answers, half of each kind where there are so many, in an order that the seed fixes; one
 * control an item. Fewer come out when the answers state too little that can be changed.
 */
export function drawControls(
  rights: readonly ResultItem[],
  n: number,
  seed: number,
): readonly DrawnControl[] {
  const drawn = new Map<string, DrawnControl>();
  const counts = { perception: 0, arithmetic: 0 };
  const take = (kind: Control['kind'], most: number): void => {
    for (const item of shuffled(rights, seed)) {
      if (counts[kind] >= most || drawn.size >= n) return;
      const key = itemKey(item);
      if (drawn.has(key)) continue;
      const control = makeControl(item, kind, seed);
      if (control === undefined) continue;
      drawn.set(key, { item, control });
      counts[kind] += 1;
    }
  };
  // Computations are rarer than observations: theirs are drawn first.
  take('arithmetic', Math.floor(n / 2));
  take('perception', Math.ceil(n / 2));
  return [...drawn.values()];
}
