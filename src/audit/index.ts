export { auditRun, findPredictions, type Audit, type AuditOptions, type AuditSource } from './audit';
export { CHANGES, compareRuns, type Change, type Comparison, type RunComparison } from './compare';
export { AuditError } from './error';
export { VERDICTS, type Decision, type Verdict } from './attribution';
export type { Item } from './items';
export type { AuditSummary, GroupSummary } from './summary';
export * from './statistics';
export { printAudit, printComparison } from './print';
export { renderReport, type Curve, type ReportOptions, type ReportRun, type StageRow } from './report';
