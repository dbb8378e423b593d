import type { Place, ProblemCode } from '../protocol';

/** A reward function that cannot be run or that failed: a person's mistake or machine, told without a stack trace. */
export class RewardError extends Error {
  override readonly name = 'RewardError';
  readonly hint?: string;
  readonly place?: Place;

  constructor(
    readonly code: ProblemCode,
    message: string,
    details: { readonly hint?: string; readonly place?: Place } = {},
  ) {
    super(message);
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.place !== undefined) this.place = details.place;
  }
}
