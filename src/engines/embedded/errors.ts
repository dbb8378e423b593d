/** A mistake in files, options or data that a person can mend: told without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly hint?: string;

  constructor(message: string, details: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    if (details.hint !== undefined) this.hint = details.hint;
  }
}

export { errorCode as codeOf, errorText as messageOf } from '../../protocol';
