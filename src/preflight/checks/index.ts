export { checkCurriculumText, checkEngine } from './curriculum';
export { checkDisk, type CheckpointSize } from './disk';
export { checkEarlierRun } from './earlier-run';
export { checkGpus } from './gpu';
export { checkMemory } from './memory';
export { checkEnginePython, checkRewardPython } from './python';
export { checkQueue } from './queue';
export { looked, type Looked } from './result';
