import { LEARNING_FAULTS } from './learning';
import { ROW_FAULTS } from './rows';
import { SETTING_FAULTS } from './settings';
import type { Planted } from './tools';

export type { Planted } from './tools';

/** Mistakes that a check alone finds. */
export const PLANTED: readonly Planted[] = [...ROW_FAULTS, ...SETTING_FAULTS, ...LEARNING_FAULTS];
