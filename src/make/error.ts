/** A dataset cannot be made, for a reason that a user can mend: told without a stack trace, place first. */
export class MakeError extends Error {
  override readonly name = 'MakeError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
