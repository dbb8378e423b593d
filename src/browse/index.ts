export { compareSets, openSets, type OpenSets } from './open';
export type { AuditorParts } from './parts';
export { runAuditor } from './serve/run';
export { runAuditorThread } from './thread/serve';
export { auditorParts } from './wire';
export { exportItems } from './write/export';
export { draftSet } from './write/draft-set';
export { csvCell, csvLine } from './write/csv';
