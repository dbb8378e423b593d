export { auditBrowsers, type AuditBrowsers } from './browsers';
export { annotator, type AuditPanel } from './panel';
export { withPictures } from './pictures';
export { auditFilter } from './state';
export type { ShownState } from './state';
