export { Detail } from './detail';
export type { AskAuditor, DetailProps } from './props';
