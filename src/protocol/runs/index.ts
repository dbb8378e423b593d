export type { MonitorFailure } from '../failure';
export * from './dashboard';
export * from './detail';
export * from './finding';
export * from './launch';
export * from './monitor';
export * from './outcome';
export * from './summary';
