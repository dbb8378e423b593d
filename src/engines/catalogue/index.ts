export { optionProblems, type OptionTables } from './check';
export { removedOption, type RemovedOption } from './removed';
export { engineOption, engineOptions } from './tables';
export type { EngineOption, TrainingMethod } from './types';
export { acceptsValue, describeOption } from './words';
