import type { PlannedSteps } from './types';

export interface Intervals {
  readonly validateEvery?: number;
  readonly saveEvery: number;
}

/** Validations or checkpoints of a stage, at most, when the plan chooses the interval. */
const MOST_VALIDATIONS = 20;
const MOST_CHECKPOINTS = 10;

/**
 * Steps between validations and between checkpoints. What the user gives is kept. Else: validate once an epoch
 * where that makes 2 to 20 validations, else about ten times; save at every k-th validation, so that each
 * checkpoint has its own score, with at most ten checkpoints.
 */
export function planIntervals(
  steps: Pick<PlannedSteps, 'total' | 'perEpoch'>,
  given: { readonly validate_every?: number; readonly save_every?: number },
  validates: boolean,
): Intervals {
  if (!validates) return { saveEvery: given.save_every ?? every(steps, MOST_CHECKPOINTS) };
  const validateEvery = given.validate_every ?? given.save_every ?? every(steps, MOST_VALIDATIONS);
  const validations = steps.total / validateEvery;
  const saveEvery =
    given.save_every ?? validateEvery * Math.max(1, Math.ceil(validations / MOST_CHECKPOINTS));
  return { validateEvery, saveEvery };
}

/** One epoch where it divides the stage into 2..most parts, else a tenth of the stage. */
function every({ total, perEpoch }: Pick<PlannedSteps, 'total' | 'perEpoch'>, most: number): number {
  const epochs = perEpoch === 0 ? 0 : total / perEpoch;
  return epochs >= 2 && epochs <= most ? perEpoch : Math.max(1, Math.ceil(total / 10));
}
