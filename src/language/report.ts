import type { Problem, Severity } from '../protocol';
import { PROBLEM_CODES, type LanguageCode } from './codes';
import { placeOf, type Span } from './text/source';

interface Extra {
  readonly hint?: string | undefined;
  readonly severity?: Severity;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** Takes a problem at a span; severity is the code's own unless given. */
export type Report = (code: LanguageCode, span: Span, message: string, extra?: Extra) => void;

/** Makes a problem of a span; an unset hint leaves no key behind. */
export function makeProblem(code: LanguageCode, span: Span, message: string, extra: Extra = {}): Problem {
  return {
    code,
    severity: extra.severity ?? PROBLEM_CODES[code].severity,
    message,
    place: placeOf(span),
    ...(extra.hint === undefined ? {} : { hint: extra.hint }),
    ...(extra.related === undefined
      ? {}
      : { related: extra.related.map((one) => ({ place: placeOf(one.span), message: one.message })) }),
  };
}

export const reporter =
  (problems: Problem[]): Report =>
  (code, span, message, extra) => {
    problems.push(makeProblem(code, span, message, extra));
  };

/** A text of the user's in backticks, on one line and not too long to read. */
export function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `\`${line.length > 60 ? `${line.slice(0, 57)}...` : line}\``;
}

/** `a`, `b` and `c`, each in backticks. */
export function listNames(names: readonly string[], last = 'and'): string {
  const quoted = names.map(quote);
  const tail = quoted.pop();
  if (tail === undefined) return 'none';
  return quoted.length === 0 ? tail : `${quoted.join(', ')} ${last} ${tail}`;
}
