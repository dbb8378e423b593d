export * from './engine';
export { ENGINE_CODES, type EngineCode } from './codes';
export { engineFor } from './engine-for';
export { embeddedEngine } from './embedded/engine';
export { embeddedPrompt, plainPrompt, type NoPrompt, type PromptView } from './embedded/explain';
export { embeddedSizes, type EmbeddedSizes } from './embedded/sizes';
export { engineProblems, withEngineProblems } from './plan-problems';
export * from './catalogue';
export * from './easyr1';
