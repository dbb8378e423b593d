export { compareRuns, type ComparedRun } from './answers/compare';
export { readCompared } from './answers/folders';
export { writeBundle } from './bundle';
export type { MonitorParts } from './parts';
export { runMonitor } from './serve/run';
export { monitorParts } from './wire';
