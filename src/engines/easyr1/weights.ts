import { dirname, join } from 'node:path';
import type { CheckpointRule } from '../../language';
import type { StageLaunch } from '../engine';

/** Where the merged weights of a checkpoint `global_step_N` lie, in Hugging Face's format. */
export const weightsFolder = (checkpoint: string): string => join(checkpoint, 'actor', 'huggingface');

/** Where its pieces lie. */
export const piecesFolder = (checkpoint: string): string => join(checkpoint, 'actor');

/**
 * The weights that a stage starts from; nothing for the model of the curriculum. Before the run has made the
 * checkpoint, its place with its rule for a step, such as `global_step_<best>`.
 */
export function startingWeights({ stage, from, stageDir }: StageLaunch): string | undefined {
  if (from !== undefined) return weightsFolder(from);
  if (stage.from.kind === 'base') return undefined;
  const folder = join(dirname(stageDir), stage.from.stage, 'checkpoints');
  return weightsFolder(join(folder, `global_step_${stepWord(stage.from.checkpoint)}`));
}

const stepWord = (rule: CheckpointRule): string =>
  rule.kind === 'step' ? String(rule.step) : `<${rule.kind}>`;
