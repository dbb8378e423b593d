import type { Problem } from '../protocol';

/** A trial that cannot be made: a person's mistake, in words. */
export class TrialError extends Error {
  override readonly name = 'TrialError';
  constructor(
    message: string,
    readonly hint?: string,
    /** What the sentence sums up. */
    readonly problems?: readonly Problem[],
  ) {
    super(message);
  }
}
