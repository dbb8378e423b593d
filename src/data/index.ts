export * from './types';
export * from './engine';
export { openDataEngine } from './open';
export { DataError } from './errors';
export { ALLOWED_FUNCTIONS } from './expression/functions';
export type { AllowedFunction } from './expression/functions';
export { METRIC_COLUMNS } from './expression/check';
export { ROLE_NAMES } from './roles';
export { DATA_CODES } from './codes';
