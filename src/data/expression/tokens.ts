/** A token of an expression; offsets are UTF-16 units. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'comment' | 'open';
  readonly start: number;
  readonly end: number;
}

const RULES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['comment', /--[^\n]*|\/\*[^]*?\*\//uy],
  ['string', /[eE]?'(?:[^']|'')*'/uy],
  ['quoted', /"(?:[^"]|"")*"/uy],
  ['open', /'[^]*|"[^]*|\/\*[^]*/uy],
  ['number', /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ['word', /[\p{L}_$][\p{L}\p{N}\p{M}_$]*/uy],
  ['symbol', /<=|>=|<>|!=|::|\|\||->>|->|==|\/\/|\*\*|!~~\*?|~~\*?|[^]/uy],
];

/** Splits an expression for placing problems and balancing brackets; DuckDB alone decides what it means. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = /\s+/uy;
    space.lastIndex = at;
    const gap = space.exec(text);
    if (gap !== null) at += gap[0].length;
    if (at >= text.length) break;
    const token = next(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function next(text: string, start: number): Token {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = start;
    const match = rule.exec(text);
    if (match !== null && match[0] !== '') return { kind, start, end: start + match[0].length };
  }
  // Only half a surrogate pair gets here.
  return { kind: 'symbol', start, end: start + 1 };
}

/** The token that holds an offset, else the nearest one before it. */
export function tokenAt(tokens: readonly Token[], offset: number): Token | undefined {
  return tokens.findLast((token) => token.kind !== 'comment' && token.start <= offset);
}

/** The UTF-16 offset of a byte offset into the UTF-8 form of a text. */
export function utf16Offset(text: string, byte: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    if (bytes >= byte) break;
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units += character.length;
  }
  return units;
}

/** How many brackets are open at once at the most. */
export function bracketDepth(text: string, tokens: readonly Token[]): number {
  let depth = 0;
  let most = 0;
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    const symbol = text[token.start] ?? '';
    if ('([{'.includes(symbol)) most = Math.max(most, ++depth);
    else if (')]}'.includes(symbol)) depth--;
  }
  return most;
}

/** The first bracket that has no partner, if any. */
export function unbalanced(text: string, tokens: readonly Token[]): Token | undefined {
  const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    const symbol = text.slice(token.start, token.end);
    if ('([{'.includes(symbol)) open.push(token);
    const wanted = partner[symbol];
    if (wanted === undefined) continue;
    const last = open.pop();
    if (last === undefined || text[last.start] !== wanted) return token;
  }
  return open[0];
}
