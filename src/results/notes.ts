import type { Problem, ReportedFigure } from '../protocol';
import { resultProblem, type ResultCode } from './codes';

/** What is told of results beside their rows; readers fill it while they read. */
export interface Notes {
  readonly problems: Problem[];
  readonly reported: ReportedFigure[];
}

export const newNotes = (): Notes => ({ problems: [], reported: [] });

export function warn(notes: Notes, code: ResultCode, file: string, message: string, hint?: string): void {
  notes.problems.push(resultProblem(code, 'warning', file, message, hint));
}

export function tell(notes: Notes, code: ResultCode, file: string, message: string): void {
  notes.problems.push(resultProblem(code, 'info', file, message));
}
