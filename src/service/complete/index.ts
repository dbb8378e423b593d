export { complete } from './complete';
export { COMPLETION_TRIGGERS, type CompleteOptions } from './options';
export { sqlName } from './expression/reserved';
