export { auditRun, findPredictions, type Audit, type AuditOptions, type AuditSource } from './audit';
export { CHANGES, compareRuns, type Change, type Comparison, type RunComparison } from './compare';
export { AuditError } from './error';
export { EXCLUSIONS, VERDICTS, type Decision, type Verdict } from './attribution';
export type { Item } from './items';
export type { AuditSummary, GroupSummary } from './summary';
export * from './statistics';
export { printAudit, printComparison } from './print';
export {
  renderReport,
  renderSetReport,
  type Curve,
  type ReportOptions,
  type ReportRun,
  type StageRow,
} from './report';
export { itemKey } from './items';
export { controlFigures, drawControls, readControls, type Control, type ControlLine } from './controls';
export {
  figureItem,
  figuresOf,
  figuresOfSet,
  printFigures,
  printRate,
  type FigureData,
  type FigureItem,
} from './figures';
export {
  ADJUDICATED,
  appendLabel,
  appendLabels,
  currentLabels,
  labelFault,
  labelLine,
  parseHumanLabel,
  readLabels,
  shownLabel,
  stratifiedSample,
} from './human';
export { judgeItems, judgeWork, type AuditProgress, type JudgeOutcome, type JudgeRequest } from './judge';
export {
  labelOfVerdict,
  parseVerdictLine,
  readVerdicts,
  verdictDetail,
  type StoredVerdict,
  type Verdicts,
} from './verdicts';
export { escapeHtml, html, Markup, raw } from './report/html';
export { attributeSet, type AttributeParts } from './attribute-set';
