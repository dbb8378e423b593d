export { easyr1Changes, easyr1Faults, type Easyr1Fault } from './faults';
export type { Change } from './mend';
export { SETTING_OF, type Easyr1Stage, type NumberKey } from './numbers';
export { easyr1StageSettings } from './main-process';
export type { Setting } from './settings';
export { easyr1Engine } from './engine';
export { GenerationReader, type Generation } from './generations';
