import type { PlannedStage } from '../types';
import type { EngineKey } from './types';

/** The stage's `engine_options` on top of the translated keys: an option replaces the key of the same name. */
export function withOptions(keys: readonly EngineKey[], stage: PlannedStage): readonly EngineKey[] {
  const options = stage.engineOptions;
  return [
    ...keys.filter(({ key }) => !Object.hasOwn(options, key)),
    ...Object.entries(options).map(([key, value]): EngineKey => ({ origin: 'engine_options', key, value })),
  ];
}
