export { Findings, type FindingsProps } from './findings';
