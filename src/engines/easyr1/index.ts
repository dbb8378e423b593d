export { easyr1Problems } from './check';
export { easyr1Changes, easyr1Faults, type Easyr1Fault } from './faults';
export type { Change } from './mend';
export { SETTING_OF, type Easyr1Stage, type NumberKey } from './numbers';
