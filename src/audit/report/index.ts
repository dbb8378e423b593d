export { renderReport } from './render';
export type { Curve, ReportOptions, ReportRun, StageRow } from './types';
