/** An evaluation that cannot be made: told without a stack trace. */
export class EvaluateError extends Error {
  override readonly name = 'EvaluateError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
