import type { Engine } from '../engine';
import { jsonLinesReader } from '../json-lines';
import { check } from './check';
import { listCheckpoints } from './checkpoints/checkpoint';
import { launch, launchPredictions } from './launch';

/** Trains a micro vision-language model in a child process: no Python, no GPU. */
export const embeddedEngine: Engine = {
  name: 'embedded',
  endsByUntil: true,
  check,
  command: (stage) => Promise.resolve().then(() => launch(stage)),
  launch: (stage) => Promise.resolve().then(() => launch(stage)),
  predict: (request) => Promise.resolve().then(() => launchPredictions(request)),
  reader: jsonLinesReader,
  checkpoints: listCheckpoints,
};
