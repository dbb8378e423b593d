import { ALLOWED_FUNCTIONS, CAST_TYPES, tokenise, type Token } from '../../data';
import { METRICS } from '../../protocol';
import type { TokenModifier, TokenType } from './legend';
import { EXPRESSION_KEYWORDS } from './words';

/** A word of an expression with what it is; offsets are UTF-16 units of the expression. */
export interface ExpressionToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

const KEYWORDS: ReadonlySet<string> = new Set(EXPRESSION_KEYWORDS);

/**
 * The coloured words of a condition or an order. Over rows every name that is no keyword may be a column; over
 * metrics only those that exist are coloured. A function that may not be called stays plain.
 */
export function expressionTokens(text: string, over: 'rows' | 'metrics'): readonly ExpressionToken[] {
  const known = kept[over].get(text);
  if (known !== undefined) return known;
  const found = read(text, over);
  if (kept[over].size >= MOST_KEPT) kept[over].clear();
  kept[over].set(text, found);
  return found;
}

/** Expressions stay the same from one keystroke to the next, but for one. */
const kept = {
  rows: new Map<string, readonly ExpressionToken[]>(),
  metrics: new Map<string, readonly ExpressionToken[]>(),
};
const MOST_KEPT = 2000;

function read(text: string, over: 'rows' | 'metrics'): readonly ExpressionToken[] {
  const tokens = tokenise(text);
  return tokens.flatMap((token, index) => {
    const written = text.slice(token.start, token.end);
    const next = tokens[index + 1];
    const isCall = next?.kind === 'symbol' && text[next.start] === '(';
    const kind = kindOf(token, written, isCall, over);
    return kind === undefined ? [] : [{ start: token.start, end: token.end, ...kind }];
  });
}

function kindOf(
  token: Token,
  written: string,
  isCall: boolean,
  over: 'rows' | 'metrics',
): Pick<ExpressionToken, 'type' | 'modifiers'> | undefined {
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'comment':
      return { type: token.kind };
    case 'symbol':
      return /^[<>=!+*/%|~^:-]/.test(written) ? { type: 'operator' } : undefined;
    case 'quoted':
      return nameKind(written.slice(1, -1).replaceAll('""', '"'), over);
    case 'open':
      return undefined;
    case 'word':
      break;
  }
  const upper = written.toUpperCase();
  if (isCall && Object.hasOwn(ALLOWED_FUNCTIONS, written.toLowerCase())) {
    return { type: 'function', modifiers: ['defaultLibrary'] };
  }
  if (KEYWORDS.has(upper)) return { type: 'keyword' };
  if (isCall) return CAST_TYPES.has(upper) ? { type: 'keyword' } : undefined;
  const name = nameKind(written, over);
  return over === 'rows' && CAST_TYPES.has(upper) ? { type: 'keyword' } : name;
}

const nameKind = (name: string, over: 'rows' | 'metrics'): Pick<ExpressionToken, 'type'> | undefined => {
  if (over === 'rows') return { type: 'property' };
  return Object.hasOwn(METRICS, name.toLowerCase()) ? { type: 'variable' } : undefined;
};
