export { renderReport } from './render';
export { renderSetReport } from './set-report';
export type { Curve, ReportOptions, ReportRun, StageRow } from './types';
