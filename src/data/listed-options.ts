/** A line that begins like the first option of a list. */
const FIRST = /^\s*\(?A[.):]\s/m;

/**
 * Whether a question's text holds its options already, as rows of some data sets do: they must not be shown twice.
 * (`listed_options` of the runner in Python says the same.)
 */
export const listsOptions = (question: string, options: readonly string[]): boolean =>
  options.length > 0 && FIRST.test(question) && options.every((text) => question.includes(text));
