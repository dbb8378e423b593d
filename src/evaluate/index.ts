export { EvaluateError } from './error';
export { chooseModel, modelWish, type EvaluatedModel, type ModelWish } from './model/choose';
export { planEvaluation, type EvaluationPlan } from './plan';
export { runEvaluation, type EvaluationParts, type EvaluationProgress, type EvaluationResult } from './run';
export { SHOWN, type EvaluationCommand } from './types';
