import { raised } from './text';

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly space: boolean }
  /** A variable, function or constant (`x`, `sin`, `pi`), or a word of plain text. */
  | { readonly kind: 'name'; readonly text: string; readonly space: boolean; readonly prose: boolean }
  /** One of + - * / ^ = < > ≤ ≥ ≠ ± % ° | ! , ; : ( ) [ ] { } and the set words ∪ ∩ ∈ ∅; `\{` reads as ⦃. */
  | { readonly kind: 'mark'; readonly text: string; readonly space: boolean };

/** Longer answers are compared as text only. */
export const MAX_ANSWER = 600;

/** Without a prototype: a response may well say `constructor`. */
const table = (entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.assign(Object.create(null) as Record<string, string>, entries);

const COMMANDS = table({
  cdot: '*', times: '*', ast: '*', div: '/', pm: '±', mp: '±', circ: '°', degree: '°', infty: 'inf',
  leq: '≤', le: '≤', leqslant: '≤', geq: '≥', ge: '≥', geqslant: '≥', neq: '≠', ne: '≠', lt: '<', gt: '>',
  cup: '∪', cap: '∩', in: '∈', emptyset: '∅', varnothing: '∅', dfrac: 'frac', tfrac: 'frac', cfrac: 'frac',
  lbrace: '⦃', rbrace: '⦄', langle: '(', rangle: ')', lvert: '|', rvert: '|', vert: '|', mid: '|', arcsin: 'asin',
  arccos: 'acos', arctan: 'atan', to: ':', colon: ':', angle: '∠', triangle: '△', deg: '°',
  approx: '≈', simeq: '≈', thickapprox: '≈', cong: '≈', doteq: '≈', dbinom: 'binom', tbinom: 'binom', lbrack: '[',
  rbrack: ']', setminus: '∖', backslash: '∖', arccot: 'acot', textdegree: '°', Vert: '|',
}); // prettier-ignore
/** Commands that only dress their argument or the space around it. */
const DRESS = new Set(
  (
    'left right big Big bigg Bigg bigl bigr displaystyle textstyle quad qquad text textbf textit textrm mathrm mathbf ' +
    'mathit mathsf mbox operatorname boxed fbox framebox overline hspace phantom limits rm bf it ' +
    'vec hat bar overrightarrow mathcal mathbb therefore boldsymbol textsf texttt emph underline nonumber'
  ).split(' '),
);
const PROSE = new Set(['text', 'textbf', 'textit', 'textrm', 'mbox', 'mathrm', 'operatorname']);
const SYMBOLS = table({
  '−': '-', '–': '-', '—': '-', '×': '*', '·': '*', '∙': '*', '⋅': '*', '÷': '/', '∕': '/', '°': '°', 'º': '°',
  '≤': '≤', '≥': '≥', '≠': '≠', '±': '±', '∪': '∪', '∩': '∩', '∈': '∈', '∅': '∅', '≈': '≈', '∖': '∖', '⟨': '(', '⟩': ')', '∠': '∠', '△': '△', 
  '½': '(1/2)', '¼': '(1/4)', '¾': '(3/4)', '⅓': '(1/3)', '⅔': '(2/3)', '⅛': '(1/8)',
}); // prettier-ignore
const ESCAPED = table({ '{': '⦃', '}': '⦄', '%': '%', '|': '|' });
const NAMES = table({ π: 'pi', '√': 'sqrt', '∞': 'inf', θ: 'theta', α: 'alpha' });
const MARKS = '+-*/^=<>%|!,;:()[]{}&?"\'';

/**
 * Reads an answer, LaTeX or plain, into tokens; the same tokens whatever the dress (`\dfrac`, `\left(`, `\text{}`,
 * `$`, Unicode signs). One pass. `undefined` when the text is too long or has signs no answer has.
 * With `grouped`, commas between groups of three digits belong to the number (`1,000`).
 */
export function tokenise(answer: string, grouped: boolean): readonly Token[] | undefined {
  if (answer.length > MAX_ANSWER) return undefined;
  const text = raised(answer)
    .replace(/[½¼¾⅓⅔⅛]/g, (sign) => SYMBOLS[sign] ?? sign)
    .normalize('NFKC');
  const tokens: Token[] = [];
  let space = false;
  let proseDepth: number | undefined;
  let depth = 0;
  let i = 0;
  const mark = (sign: string): void => void tokens.push({ kind: 'mark', text: sign, space });
  while (i < text.length) {
    const sign = text.charAt(i);
    if (sign === ' ' || sign === '\n' || sign === '\t' || sign === '~' || sign === '$' || sign === '\r') {
      space = true;
      i += 1;
      continue;
    }
    if (sign === '\\') {
      const command = /^[a-zA-Z]+/.exec(text.slice(i + 1, i + 24))?.[0];
      if (command === undefined) {
        const next = text.charAt(i + 1);
        i += 2;
        const plain = ESCAPED[next];
        if (plain !== undefined) mark(plain);
        space = plain === undefined; // \, \; \! \$ \\ and the like are space
        continue;
      }
      i += command.length + 1;
      if (DRESS.has(command)) {
        if (PROSE.has(command) && text.charAt(i) === '{' && proseDepth === undefined) {
          // The braces of \text{...} are dress, too.
          proseDepth = depth;
          depth += 1;
          i += 1;
        }
        if (command === 'left' || command === 'right') {
          if (text.charAt(i) === '.') i += 1;
        } else space = true;
        continue;
      }
      const plain = COMMANDS[command] ?? command;
      if (/^[a-z]/i.test(plain)) tokens.push({ kind: 'name', text: plain, space, prose: false });
      else mark(plain);
    } else if (isDigit(sign) || (sign === '.' && isDigit(text.charAt(i + 1)))) {
      const number = readNumber(text, i, grouped);
      tokens.push({ kind: 'number', text: number.text, value: number.value, space });
      i = number.end;
    } else if (isWord(sign)) {
      const word = /^\p{L}[\p{L}\p{M}'’]*/u.exec(text.slice(i, i + 64))?.[0] ?? sign;
      const name = NAMES[word];
      if (name === undefined) {
        tokens.push({ kind: 'name', text: word, space, prose: proseDepth !== undefined });
      } else tokens.push({ kind: 'name', text: name, space, prose: false });
      i += word.length;
    } else if (sign in NAMES) {
      tokens.push({ kind: 'name', text: NAMES[sign] ?? sign, space, prose: false });
      i += 1;
    } else {
      const plain = SYMBOLS[sign] ?? (MARKS.includes(sign) ? sign : undefined);
      if (plain === '{') depth += 1;
      if (plain === '}') {
        depth -= 1;
        if (proseDepth !== undefined && depth <= proseDepth) {
          proseDepth = undefined;
          i += 1;
          continue;
        }
      }
      if (plain !== undefined) mark(plain);
      else if (sign === '_' && subscript(tokens, text, i) !== undefined) {
        i = subscript(tokens, text, i, true) ?? i + 1;
        continue;
      } else if (sign === '.' || sign === '_' || sign === '`' || sign === '’') {
        space = true;
        i += 1;
        continue;
      } else return undefined;
      i += 1;
    }
    space = false;
  }
  return tokens;
}

/**
 * The end of a subscript at `at`, after taking it in (`take`): `x_1` is one name; the base of a logarithm or of a
 * numeral stays a mark. `undefined`: an underscore that is no subscript.
 */
function subscript(tokens: Token[], text: string, at: number, take = false): number | undefined {
  const last = tokens.at(-1);
  if (last?.kind === 'number' || (last?.kind === 'name' && last.text === 'log')) {
    if (take) tokens.push({ kind: 'mark', text: '_', space: false });
    return at + 1;
  }
  if (last?.kind !== 'name' || last.text.length > 3) return undefined;
  const found = /^_(?:\{\s{0,2}([A-Za-z0-9]{1,4})\s{0,2}\}|([A-Za-z0-9]))/.exec(text.slice(at, at + 12));
  const name = found?.[1] ?? found?.[2];
  if (found === null || name === undefined) return undefined;
  if (take) tokens[tokens.length - 1] = { ...last, text: `${last.text}_${name}` };
  return at + found[0].length;
}

const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9' && sign.length === 1;
const isWord = (sign: string): boolean => /\p{L}/u.test(sign);

/** A decimal number at `start`; `1{,}000` and, when grouped, `1,000` are one number. */
function readNumber(
  text: string,
  start: number,
  grouped: boolean,
): { readonly text: string; readonly value: number; readonly end: number } {
  let i = start;
  let digits = '';
  const take = (): void => {
    while (i < text.length && isDigit(text.charAt(i))) digits += text.charAt(i++);
  };
  take();
  if (digits.length <= 3) {
    for (;;) {
      const comma = grouped && text.charAt(i) === ',' ? 1 : text.startsWith('{,}', i) ? 3 : 0;
      const group = comma > 0 ? /^\d{3}(?!\d)/.exec(text.slice(i + comma, i + comma + 4))?.[0] : undefined;
      if (group === undefined) break;
      digits += group;
      i += comma + 3;
    }
  }
  if (text.charAt(i) === '.' && isDigit(text.charAt(i + 1))) {
    digits += '.';
    i += 1;
    take();
  } else if (text.charAt(i) === '.' && i + 1 >= text.length) i += 1;
  const exponent = /^[eE][+-]?\d{1,3}(?![\d\p{L}])/u.exec(text.slice(i, i + 6))?.[0];
  if (exponent !== undefined) {
    digits += exponent.toLowerCase();
    i += exponent.length;
  }
  return { text: digits, value: Number(digits), end: i };
}

/** Tokens without their spacing; names of several letters without case. */
export const spell = (tokens: readonly Token[]): string =>
  tokens.map((token) => (token.text.length > 1 ? token.text.toLowerCase() : token.text)).join(' ');
