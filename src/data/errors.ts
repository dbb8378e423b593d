import type { Problem } from '../protocol';

/** A user's mistake in data or an expression, met where only an exception can carry it: the problem says it all. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}`);
    this.problem = problem;
  }
}

/** The text of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The system's error code (`ENOENT`), where there is one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
