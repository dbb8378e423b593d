export { auditorProcess, type Auditor, type AuditorEvent } from './auditor';
export { answerChats } from './chat';
export { auditJobs, type AuditJobs } from './jobs';
export { apiKeys, type ApiKeys } from './keys';
