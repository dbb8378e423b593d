export * from './engine';
export { ENGINE_CODES, type EngineCode } from './codes';
export { engineFor } from './engine-for';
export { embeddedEngine } from './embedded/engine';
export { engineProblems, withEngineProblems } from './plan-problems';
export * from './catalogue';
export * from './easyr1';
