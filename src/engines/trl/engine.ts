import type { Engine } from '../engine';
import { jsonLinesReader } from '../json-lines';
import { check } from './check';
import { listCheckpoints } from './checkpoints';
import { launchPredictions, launchStage, preparePredictions, prepareStage, stageCommand } from './launch';

/** Hugging Face TRL on one machine, in the interpreter that has it. */
export const trlEngine: Engine = {
  name: 'trl',
  endsByUntil: false,
  // It ends after its step, which samples long responses: minutes on a large model, and then it saves.
  farewellMs: 15 * 60_000,
  check,
  prepare: { stage: prepareStage, predict: preparePredictions },
  command: stageCommand,
  launch: launchStage,
  predict: launchPredictions,
  reader: jsonLinesReader,
  checkpoints: listCheckpoints,
};
