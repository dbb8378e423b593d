import { needsTrainingFile } from './order';
import type { PlannedStage } from './types';

/**
 * What a stage leaves in its folder `stages/<id>/`, folders with a slash at the end: the log, the training file
 * where rows are chosen, sorted or joined, and its checkpoints.
 */
export const stageFiles = (
  stage: Pick<PlannedStage, 'sources' | 'order'>,
  steps: number,
): readonly string[] => [
  'log.txt',
  ...(needsTrainingFile(stage) ? ['train.jsonl'] : []),
  ...(steps === 0 ? [] : ['checkpoints/']),
];

/** More checkpoints than anyone reads one by one. */
const MOST_LISTED = 10_000;

/** Steps at which a stage saves: every `save_every` steps, and its last. Of more than 10,000 the first and the last. */
export function checkpointSteps({
  settings,
  steps,
}: Pick<PlannedStage, 'settings' | 'steps'>): readonly number[] {
  const { save_every: every = steps.total } = settings;
  if (steps.total === 0) return [];
  const length = Math.min(Math.floor(steps.total / every), MOST_LISTED);
  const regular = Array.from({ length }, (_, index) => (index + 1) * every);
  return regular.at(-1) === steps.total ? regular : [...regular, steps.total];
}
