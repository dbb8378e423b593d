import type { StageSummary } from '../../protocol';
import type { RunStore } from '../store/run-store';

/** Where a stage lies on the run's one axis of steps. */
export interface StageOffset {
  readonly stage: string;
  readonly offset: number;
  readonly steps: number;
}

/**
 * The stages of a run behind one another. A stage is as long as its plan says, as its engine said when it started, or
 * as it turned out to be, whatever is longest: so none lies over the next.
 */
export function stageOffsets(stages: readonly StageSummary[], store: RunStore): readonly StageOffset[] {
  let offset = 0;
  return stages.map(({ id, totalSteps }) => {
    const seen = store.stages.get(id);
    const steps = Math.max(totalSteps, seen?.totalSteps ?? 0, seen?.lastStep ?? 0);
    const at = { stage: id, offset, steps };
    offset += steps;
    return at;
  });
}
