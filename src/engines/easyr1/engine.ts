import { jsonLinesReader } from '../json-lines';
import type { Engine } from '../engine';
import { check } from './check';
import { easyr1Checkpoints } from './companion';
import { launchPredictions, launchStage, preparePredictions, prepareStage, stageCommand } from './launch';

/** Trains with EasyR1 (verl on Ray) on one machine or a cluster, through a companion that speaks for it. */
export const easyr1Engine: Engine = {
  name: 'easyr1',
  endsByUntil: false,
  check,
  prepare: { stage: prepareStage, predict: preparePredictions },
  command: stageCommand,
  launch: launchStage,
  predict: launchPredictions,
  reader: jsonLinesReader,
  checkpoints: easyr1Checkpoints,
};
