import type { Arm } from '../../protocol';
import { shareRight, type Item } from '../items';
import { leakOf, type Leak } from './leak';

/** What the arms say of an item. */
export const VERDICTS = {
  right: 'Solved from the image: not an error.',
  perception: 'Wrong from the image, right from a reference description: repairable by seeing.',
  'perception-confirmed':
    'As perception, and wrong from the model’s own description: what it sees misses what is needed.',
  integration: 'Wrong from the image, right from its own description: it saw enough and did not use it.',
  reasoning:
    'Wrong from the image and from the description: reasoning or knowledge, or the description is insufficient.',
  'not-visual': 'Not a question about an image: it has none, or is solved without it.',
  unattributed: 'Wrong, but the arms that would tell why are missing or too small.',
} as const;
export type Verdict = keyof typeof VERDICTS;

/** Why a failure is left out of the shares. */
export const EXCLUSIONS = {
  'no-image': 'without an image',
  'solved-blind': 'solved without the image',
  leak: 'whose description states the answer',
  'few-samples': 'with fewer than 4 samples in an arm',
  'no-description': 'without a description arm',
} as const;
export type ExclusionReason = keyof typeof EXCLUSIONS;

export interface Decision {
  readonly verdict: Verdict;
  readonly excluded?: ExclusionReason;
  /** Neither always right nor always wrong from the image. */
  readonly stochastic: boolean;
  readonly leak: Leak;
}

/** Fewer samples than this tell too little of p. */
export const LEAST_SAMPLES = 4;
/** An arm solves an item when at least this share of its samples is right. */
export const SOLVED = 0.5;

/**
 * The counterfactual decision table, in this order: solved from the image (no failure), no image or solved without it,
 * too few samples, right from its own description, the answer leaks, right from the reference description (confirmed
 * when its own fails), else reasoning.
 */
export function decide(item: Item): Decision {
  const p = shareRight(item.arms.image);
  const stochastic = p !== undefined && p > 0 && p < 1;
  const leak = item.description === undefined ? 'none' : leakOf(item.description, item.goldText);
  const as = (verdict: Verdict, excluded?: ExclusionReason): Decision => ({
    verdict,
    stochastic,
    leak,
    ...(excluded === undefined ? {} : { excluded }),
  });
  if (p !== undefined && p >= SOLVED) return as('right');
  if (item.images.length === 0) return as('not-visual', 'no-image');
  if (solved(item, 'neither') === true) return as('not-visual', 'solved-blind');
  if ((item.arms.image?.k ?? 0) < LEAST_SAMPLES) return as('unattributed', 'few-samples');
  const own = solved(item, 'own-description');
  const reference = solved(item, 'description');
  if (own === true) return as('integration');
  if (leak === 'stated') return as('unattributed', 'leak');
  if (reference === undefined) {
    return as('unattributed', item.arms.description === undefined ? 'no-description' : 'few-samples');
  }
  if (!reference) return as('reasoning');
  return as(own === false ? 'perception-confirmed' : 'perception');
}

/** Whether an arm solves the item; `undefined` when it was not run with enough samples. */
export function solved(item: Item, arm: Arm): boolean | undefined {
  const result = item.arms[arm];
  const p = shareRight(result);
  return result === undefined || p === undefined || result.k < LEAST_SAMPLES ? undefined : p >= SOLVED;
}
