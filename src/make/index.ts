export * from './types';
export { MADE_FILES } from './layout';
