import type { EngineName } from '../../language';
import type { Plan, PlannedStage } from '../types';
import { easyr1Keys } from './easyr1';
import { embeddedKeys } from './embedded';
import { trlKeys } from './trl';
import type { EngineKey, EngineKeyTable } from './types';

export type { EngineKey, EngineKeyTable, KeyOrigin } from './types';

/** The translation table of every engine. */
export const ENGINE_KEYS: Readonly<Record<EngineName, EngineKeyTable>> = {
  embedded: embeddedKeys,
  trl: trlKeys,
  easyr1: easyr1Keys,
};

/** What each key of the plan's engine will be for a stage: settings translated, the engine's own options on top. */
export const engineSettings = (plan: Plan, stage: PlannedStage): readonly EngineKey[] =>
  ENGINE_KEYS[plan.curriculum.engine.name].keys(plan, stage);
