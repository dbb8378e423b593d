import { tokenise, type Token } from '../../data';

/**
 * The parts that a condition's topmost ANDs join, as written; brackets around all of it are looked through. A condition
 * with a topmost OR is one part. In SQL's three-valued logic the condition is true when every part is, false when one
 * is, else unknown.
 */
export function conjunctsOf(text: string): readonly string[] {
  const tokens = tokenise(text).filter(({ kind }) => kind !== 'comment');
  return split(text, tokens).map((part) => textOf(text, part));
}

const word = (text: string, { kind, start, end }: Token): string =>
  kind === 'word' || kind === 'symbol' ? text.slice(start, end).toUpperCase() : '';

function split(text: string, tokens: readonly Token[]): readonly (readonly Token[])[] {
  const inner = unwrapped(text, tokens);
  const parts: Token[][] = [[]];
  let depth = 0;
  let between = 0;
  for (const token of inner) {
    const said = word(text, token);
    if (said === '(' || said === '[' || said === '{' || said === 'CASE') depth += 1;
    else if (said === ')' || said === ']' || said === '}' || (said === 'END' && depth > 0)) depth -= 1;
    else if (depth === 0 && said === 'OR') return [tokens];
    else if (depth === 0 && said === 'BETWEEN') between += 1;
    else if (depth === 0 && said === 'AND') {
      if (between === 0) {
        parts.push([]);
        continue;
      }
      between -= 1;
    }
    parts.at(-1)?.push(token);
  }
  if (parts.length === 1) return inner.length === tokens.length ? [tokens] : split(text, inner);
  return parts.flatMap((part) => split(text, part));
}

/** Without a pair of brackets that holds all of it. */
function unwrapped(text: string, tokens: readonly Token[]): readonly Token[] {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined || tokens.length < 3) return tokens;
  if (word(text, first) !== '(' || word(text, last) !== ')') return tokens;
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const said = word(text, token);
    if (said === '(') depth += 1;
    if (said === ')') depth -= 1;
    if (depth === 0 && at < tokens.length - 1) return tokens;
  }
  return tokens.slice(1, -1);
}

/** From the first to the last token, without the comments between them. */
const textOf = (text: string, tokens: readonly Token[]): string =>
  tokens
    .map(({ start, end }, at) => {
      const next = tokens[at + 1];
      const gap = next === undefined || next.start === end ? '' : ' ';
      return text.slice(start, end) + gap;
    })
    .join('');
