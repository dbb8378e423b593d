export { trlEngine } from './engine';
export { trlChanges, trlFaults, trlNameOf, type TrlFault } from './faults';
export type { TrlChange } from './mend';
export { TRL_SETTING_OF, type TrlNumberKey, type TrlStage } from './numbers';
export { trlOptions } from './options';
