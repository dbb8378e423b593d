export { atDatasets } from './at-datasets';
export { problemData, type ProblemData } from './data';
export { shiftProblems, type TextChange } from './shift';
export { toDiagnostics, type DiagnosticOptions } from './to-diagnostics';
