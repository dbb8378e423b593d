import type { Token } from './tokens';

/** The outer form of an answer. */
export type Structure =
  | { readonly kind: 'single'; readonly tokens: readonly Token[] }
  /** `open` is empty for a bare list (`1, 2`), `{` for a set, else the bracket as written. */
  | {
      readonly kind: 'list';
      readonly open: '' | '{' | '(' | '[';
      readonly close: '' | '}' | ')' | ']';
      readonly items: readonly (readonly Token[])[];
    }
  | { readonly kind: 'union'; readonly parts: readonly (readonly Token[])[] };

const DEPTH: Readonly<Record<string, number>> = {
  '(': 1, '[': 1, '{': 1, '⦃': 1, ')': -1, ']': -1, '}': -1, '⦄': -1,
}; // prettier-ignore
const MAX_ITEMS = 64;

/** Reads lists, sets, tuples, intervals and unions of them; everything else is single. */
export function structureOf(tokens: readonly Token[]): Structure {
  const parts = splitTop(tokens, (token) => token.kind === 'mark' && token.text === '∪');
  if (parts.length > 1) return { kind: 'union', parts };
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first?.kind === 'mark' && last?.kind === 'mark' && tokens.length > 2) {
    const set = first.text === '⦃' && last.text === '⦄';
    const plainSet = first.text === '{' && last.text === '}';
    const bracket = (first.text === '(' || first.text === '[') && (last.text === ')' || last.text === ']');
    if ((set || plainSet || bracket) && enclosed(tokens)) {
      const inner = tokens.slice(1, -1);
      const items = splitTop(inner, isComma);
      if (items.length > 1 || set) {
        if (set || plainSet) return { kind: 'list', open: '{', close: '}', items };
        return { kind: 'list', open: first.text as '(' | '[', close: last.text as ')' | ']', items };
      }
      // A group around the whole, such as the braces of \text{...}: look inside.
      if (plainSet) return structureOf(inner);
    }
  }
  const items = splitTop(tokens, isSeparator);
  return items.length > 1 && items.length <= MAX_ITEMS && items.every((item) => item.length > 0)
    ? { kind: 'list', open: '', close: '', items }
    : { kind: 'single', tokens };
}

const isComma = (token: Token): boolean =>
  token.kind === 'mark' && (token.text === ',' || token.text === ';');
const isSeparator = (token: Token): boolean =>
  isComma(token) || (token.kind === 'name' && (token.text === 'and' || token.text === 'or'));

/** Whether the first bracket closes only at the last token. */
export function enclosed(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    // A name may be a word that every object knows, such as `constructor`.
    if (token?.kind === 'mark') depth += DEPTH[token.text] ?? 0;
    if (depth === 0) return i === tokens.length - 1;
  }
  return false;
}

export function splitTop(
  tokens: readonly Token[],
  separates: (token: Token) => boolean,
): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'mark') depth += DEPTH[token.text] ?? 0;
    if (depth === 0 && separates(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
