export * from './types';
export { PLAN_CODES, type PlanCode } from './codes';
export { makePlan, isPlan, type NoPlan, type PlanRequest } from './make-plan';
export { tryGold, type GoldTrialResult } from './gold';
export { checkFile, type CheckedFile, type CheckRequest } from './check-file';
export type { PlannedVariant } from './variants';
export {
  planSummary,
  type PlanSummary,
  type StageSummary,
  type SummaryLine,
  type SummarySection,
} from './summary';
export { planToJson, PLAN_JSON_VERSION, type PlanJson, type StageJson } from './json';
export {
  ENGINE_KEYS,
  engineSettings,
  type EngineKey,
  type EngineKeyTable,
  type KeyOrigin,
} from './engine-keys';
export * from './engine-keys/easyr1-numbers';
export { EASYR1_COLUMNS } from './engine-keys/easyr1';
export { modelText } from './engine-keys/values';
export { materialiseOrder, needsTrainingFile } from './order';
export { checkpointSteps } from './files';
export { POOLED_SETTINGS } from './checks/pool';
export { isWritten, optionPaths, settingPaths, stagePaths, writtenPlace } from './written';
export { checkMade } from './check-made';
export { makeCommand, QUESTION_COLUMNS } from './made';
export { remember, type Questions } from './remember';
export { planProblem } from './problems';
export { byPlace, withoutRepeats, worstFirst } from './problems';
