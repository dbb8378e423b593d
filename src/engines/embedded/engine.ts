import type { Engine } from '../engine';
import { jsonLinesReader } from '../json-lines';
import { check } from './check';
import { listCheckpoints } from './checkpoints/checkpoint';
import { launch, launchPredictions } from './launch';

/** Trains a micro vision-language model in a child process: no Python, no GPU. */
export const embeddedEngine: Engine = {
  name: 'embedded',
  check,
  launch,
  predict: launchPredictions,
  reader: jsonLinesReader,
  checkpoints: listCheckpoints,
};
