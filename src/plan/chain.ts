import type { StageDraft } from './draft';
import { validates, type PlannedStage } from './types';

export interface Start {
  readonly from: PlannedStage['from'];
  /** Said where the plan chose. */
  readonly note?: string;
}

/**
 * Where the weights of a stage come from: `from`, else the stage before, else the base model. A pooled stage starts
 * from the base model. Without `checkpoint` it is the best one where the earlier stage validates, else the last.
 */
export function planFrom(draft: StageDraft, before: readonly PlannedStage[]): Start {
  const [written] = draft.written;
  const previous = before.at(-1);
  if (draft.kind !== 'staged' || written === undefined || written.from === 'base') return BASE;
  // A name of no earlier stage has been reported by the language; the stage before stands in for it.
  const earlier = before.find(({ id }) => id === written.from) ?? previous;
  if (earlier === undefined) return BASE;
  if (written.checkpoint !== undefined) {
    return { from: { kind: 'stage', stage: earlier.id, checkpoint: written.checkpoint } };
  }
  const kind = !validates(earlier) ? 'last' : 'best';
  return {
    from: { kind: 'stage', stage: earlier.id, checkpoint: { kind } },
    note:
      kind === 'best'
        ? `\`checkpoint\` is not given: the best one, as ${earlier.id} validates`
        : `\`checkpoint\` is not given: the last one, as ${earlier.id} has no validation to choose a best one by`,
  };
}

const BASE: Start = { from: { kind: 'base' } };
