import type { DifficultyOrder } from '../language';
import type { MaterialiseOrder } from '../data';
import type { StageDraft } from './draft';
import type { PlannedOrder, PlannedStage } from './types';
import { list } from './words';

export interface OrderInput {
  readonly draft: StageDraft;
  /** `schedule.difficulty`, or `none` when no source of the stage has pass rates. */
  readonly difficulty: DifficultyOrder;
}

/**
 * What the schedule means for the rows of one stage: capability first (only `ordered`), then the stage's own
 * `order`, else difficulty. Whatever sorts, also turns shuffling off; ties keep capability order, then file order.
 */
export function planOrder({ draft, difficulty }: OrderInput): PlannedOrder {
  const byCapability = draft.kind === 'ordered';
  const custom = draft.order;
  const byDifficulty = custom === undefined ? difficulty : 'none';
  const shuffle = !byCapability && custom === undefined && byDifficulty === 'none';
  const inFileOrder = custom === undefined && byDifficulty === 'none' && draft.parts.length === 1;
  return {
    shuffle,
    sorted: !shuffle && !inFileOrder,
    byCapability,
    byDifficulty,
    ...(custom === undefined ? {} : { custom }),
    meaning: meaning(draft, { shuffle, byCapability, byDifficulty, custom }),
  };
}

function meaning(
  draft: StageDraft,
  order: {
    readonly shuffle: boolean;
    readonly byCapability: boolean;
    readonly byDifficulty: DifficultyOrder;
    readonly custom: string | undefined;
  },
): string {
  const capabilities = [...new Set(draft.parts.map(({ dataset }) => dataset.capability))];
  if (order.shuffle) {
    const pool = capabilities.length > 1 ? ` of ${list(capabilities)} together` : '';
    return `all rows${pool} in a new random order each epoch`;
  }
  const keys = [
    ...(order.byCapability ? [capabilities.join(', then ')] : []),
    ...(order.custom === undefined ? [] : [`by ${order.custom}`]),
    ...(order.byDifficulty === 'none' ? [] : [DIFFICULTY_WORDS[order.byDifficulty]]),
  ];
  const ties =
    order.byDifficulty === 'none' && order.custom === undefined ? 'in file order' : tieWords(draft, order);
  return `${keys.join('; inside each, ')}; ${ties}; the same in every epoch`;
}

const DIFFICULTY_WORDS = {
  'easy-to-hard': 'from the highest pass rate to the lowest (easy to hard)',
  'hard-to-easy': 'from the lowest pass rate to the highest (hard to easy)',
} as const;

/** Equal rows keep capability order where rows of several capabilities can meet, and file order always. */
function tieWords(draft: StageDraft, order: { readonly byCapability: boolean }): string {
  const several = draft.parts.length > 1 && !order.byCapability;
  return several ? 'equal rows in capability order, then in file order' : 'equal rows in file order';
}

/** How the data layer writes the training file of the stage. */
export const materialiseOrder = (stage: Pick<PlannedStage, 'order'>): MaterialiseOrder => ({
  byCapability: stage.order.byCapability,
  byDifficulty: stage.order.byDifficulty,
  ...(stage.order.custom === undefined ? {} : { custom: stage.order.custom }),
});

/** Whether the rows are not one file as it lies there: then `train.jsonl` is written for the stage. */
export const needsTrainingFile = (stage: Pick<PlannedStage, 'order' | 'sources'>): boolean =>
  stage.order.sorted ||
  stage.sources.length !== 1 ||
  stage.sources.some((source) => source.where !== undefined);
