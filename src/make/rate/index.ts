export { rateRows } from './rate';
export { rateFile } from './file';
export { parseRate, rateOf, type RowRate } from './rate-of';
export { Tally } from './tally';
export { ROUND, wantedRollouts } from './adaptive';
export { openPrompt, type OpenPrompt } from './prompt';
export { samplingOf, trainingSettings, type Sampling } from './sampling';
