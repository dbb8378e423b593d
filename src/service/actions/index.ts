export { ACTION_KINDS, codeActions } from './actions';
export { FIX_ALL, fixAll } from './fix-all';
export { FIXES, type FixableCode } from './fixes/table';
export type { FixRule } from './fix';
