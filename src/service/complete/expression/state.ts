/** What an expression needs next at the cursor. */
export interface ExpressionState {
  /** An operand (a column, a function, a value), an operator behind one, or nothing, as inside of a text. */
  readonly next: 'operand' | 'operator' | 'nothing';
  /** The part of a name that stands directly before the cursor. */
  readonly word: string;
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|['"][^]*|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|[^]/gu;

/** Words behind which an operand stands. */
const BEFORE_OPERAND: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'LIKE',
  'ILIKE',
  'BETWEEN',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'FROM',
]);
/** Words that end an operand, or stand behind one themselves. */
const ENDS: ReadonlySet<string> = new Set(['ASC', 'DESC', 'FIRST', 'LAST']);

/** Reads an expression up to the cursor; half of it may be missing. */
export function expressionState(before: string): ExpressionState {
  const word = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(before)?.[0] ?? '';
  const read = before.slice(0, before.length - word.length);
  let next: ExpressionState['next'] = 'operand';
  for (const [token] of read.matchAll(TOKEN)) {
    const first = token[0] ?? '';
    if (/^\s/.test(token)) continue;
    if (token.startsWith('--') && !token.includes('\n')) return { next: 'nothing', word: '' };
    if (/^["']/.test(token)) {
      if (token.length < 2 || !token.endsWith(first)) return { next: 'nothing', word: '' };
      next = 'operator';
    } else if (/^[\d.]/.test(token) && token !== '.') next = 'operator';
    else if (/^[\p{L}_$]/u.test(token)) {
      const upper = token.toUpperCase();
      next = BEFORE_OPERAND.has(upper) ? 'operand' : 'operator';
      if (ENDS.has(upper)) next = 'operator';
    } else next = ')]}'.includes(token) ? 'operator' : 'operand';
  }
  // Digits that touch the cursor are a number that is being typed.
  return /(?<![\p{L}_$][\p{L}\p{N}_$]*)[\d.]$/u.test(read) ? { next: 'nothing', word } : { next, word };
}
