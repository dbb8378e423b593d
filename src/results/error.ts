/** Results that cannot be read or imported: told without a stack trace. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
