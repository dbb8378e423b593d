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

export { errorCode as codeOf, errorText as messageOf } from '../protocol';
