export { TrialError } from './error';
export { debugSample, type SampleParts } from './sample/debug';
export { sampleReport } from './sample/report';
export { goldIsRight, type SampleTrace, type TracedAnswer } from './sample/trace';
export { rehearsalResult, type RehearsalResult, type RehearsedStage } from './rehearse/result';
