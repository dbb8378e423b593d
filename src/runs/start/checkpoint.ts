import type { Checkpoint } from '../../engines';
import type { CheckpointRule } from '../../language';

export const inWords = (rule: CheckpointRule): string =>
  rule.kind === 'step' ? `step ${rule.step}` : rule.kind;

/**
 * The checkpoint that a rule means, of complete ones, oldest first. `best` is the highest score, the later of
 * equals; without any score (no validation) it is the last.
 */
export function chosenCheckpoint(
  checkpoints: readonly Checkpoint[],
  rule: CheckpointRule,
): Checkpoint | undefined {
  switch (rule.kind) {
    case 'last':
      return checkpoints.at(-1);
    case 'step':
      return checkpoints.find((checkpoint) => checkpoint.step === rule.step);
    case 'best': {
      let best: Checkpoint | undefined;
      for (const checkpoint of checkpoints) {
        if (checkpoint.score !== undefined && checkpoint.score >= (best?.score ?? -Infinity))
          best = checkpoint;
      }
      return best ?? checkpoints.at(-1);
    }
  }
}
