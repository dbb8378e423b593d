export { auditLenses } from './lens';
export { auditNotes } from './notes';
export { rowMarks } from './rows';
export { stageAudits, type FileAudit, type StageAudits } from './stage-audits';
