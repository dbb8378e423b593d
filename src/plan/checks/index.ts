import type { Problem } from '../../protocol';
import type { StageContext } from '../context';
import { checkDynamics } from './dynamics';
import { checkIntervals, checkStart } from './checkpoints';
import { checkPool } from './pool';
import { checkSignal } from './signal';
import { checkSteps } from './steps';
import { checkSupervised } from './supervised';
import { checkUntil } from './until';

const CHECKS = [
  checkSteps,
  checkStart,
  checkIntervals,
  checkUntil,
  checkSignal,
  checkDynamics,
  checkSupervised,
  checkPool,
] as const;

/** All that a planned stage itself gives reason to say. */
export const checkStage = (context: StageContext): readonly Problem[] =>
  CHECKS.flatMap((check) => check(context));
