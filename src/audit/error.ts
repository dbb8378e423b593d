/** Nothing to audit or to report: told without a stack trace. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
