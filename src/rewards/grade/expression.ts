import { SCALES } from './numbers';
import type { Token } from './tokens';

/** Values of an expression at the test points; all equal when it has no variable. */
export type Values = readonly number[];

export interface Evaluated {
  readonly values: Values;
  /** Free variables, sorted. */
  readonly variables: readonly string[];
  /** Written with a decimal point or exponent: compared with tolerance. */
  readonly decimal: boolean;
  readonly percent: boolean;
}

const POINTS = 4;
const MAX_DEPTH = 40;
const FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map(
  Object.entries({
    sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan,
    ln: Math.log, log: Math.log10, exp: Math.exp, abs: Math.abs,
    cot: (x: number) => 1 / Math.tan(x), sec: (x: number) => 1 / Math.cos(x), csc: (x: number) => 1 / Math.sin(x),
  }),
); // prettier-ignore
const CONSTANTS: ReadonlyMap<string, number> = new Map(
  Object.entries({ pi: Math.PI, e: Math.E, inf: Infinity, infinity: Infinity }),
);
const OPENERS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/**
 * Evaluates an expression at a few fixed points for its variables, by recursive descent with bounded depth. Knows
 * + - * / ^ ! %, implicit products, mixed numbers (`3 1/2`, `3\frac12`), `\frac`, `\sqrt[n]{}`, |x|, the common
 * functions, pi, e. `undefined` when it is no expression. Only in a `formula` are unknown letters variables: `no` is
 * a word, `2no` a product.
 */
export function evaluate(tokens: readonly Token[], formula = isFormula(tokens)): Evaluated | undefined {
  if (tokens.length === 0) return undefined;
  const reader = new Reader(tokens, formula);
  try {
    const values = reader.sum(0);
    if (!reader.done()) return undefined;
    return {
      values,
      variables: [...reader.variables].sort(),
      decimal: reader.decimal,
      percent: reader.percent,
    };
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

/** Whether numbers or operators say that this is mathematics, not words. */
export const isFormula = (tokens: readonly Token[]): boolean =>
  tokens.some((t) => t.kind === 'number' || (t.kind === 'mark' && '+-*/^='.includes(t.text)));

/** Thrown inside the reader only: the tokens are text, not an expression. */
class NoExpression extends Error {}

class Reader {
  readonly variables = new Set<string>();
  decimal = false;
  percent = false;
  private at = 0;
  private bars = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly formula: boolean,
  ) {}

  done(): boolean {
    return this.at === this.tokens.length;
  }

  sum(depth: number): Values {
    if (depth > MAX_DEPTH) throw new NoExpression();
    let left = this.product(depth);
    for (;;) {
      if (this.take('+')) left = zip(left, this.product(depth), (a, b) => a + b);
      else if (this.take('-')) left = zip(left, this.product(depth), (a, b) => a - b);
      else return left;
    }
  }

  private product(depth: number): Values {
    let left = this.signed(depth);
    for (;;) {
      if (this.take('*')) left = zip(left, this.signed(depth), (a, b) => a * b);
      else if (this.take('/')) left = zip(left, this.signed(depth), (a, b) => a / b);
      else if (this.startsFactor()) left = zip(left, this.power(depth), (a, b) => a * b);
      else return left;
    }
  }

  private signed(depth: number): Values {
    let sign = 1;
    for (;;) {
      if (this.take('-')) sign = -sign;
      else if (!this.take('+')) break;
    }
    const value = this.power(depth);
    return sign === 1 ? value : value.map((x) => -x);
  }

  private power(depth: number): Values {
    if (depth > MAX_DEPTH) throw new NoExpression();
    const base = this.postfix(depth + 1);
    if (!this.take('^')) return base;
    const exponent = this.peekMark('{') ? this.postfix(depth + 1) : this.signed(depth + 1);
    return zip(base, exponent, (a, b) => a ** b);
  }

  private postfix(depth: number): Values {
    let value = this.primary(depth);
    for (;;) {
      if (this.take('%')) {
        this.percent = true;
        value = value.map((x) => x / 100);
      } else if (this.take('!')) value = value.map(factorial);
      else return value;
    }
  }

  private primary(depth: number): Values {
    const token = this.tokens[this.at];
    if (token === undefined) throw new NoExpression();
    this.at += 1;
    if (token.kind === 'number') return this.number(token);
    if (token.kind === 'name') return this.name(token, depth);
    const closer = OPENERS[token.text];
    if (closer !== undefined) {
      const bars = this.bars;
      this.bars = 0;
      const value = this.sum(depth + 1);
      this.bars = bars;
      if (!this.take(closer)) throw new NoExpression();
      return value;
    }
    if (token.text === '|') {
      this.bars += 1;
      const value = this.sum(depth + 1);
      this.bars -= 1;
      if (!this.take('|')) throw new NoExpression();
      return value.map(Math.abs);
    }
    throw new NoExpression();
  }

  private number(token: Token & { kind: 'number' }): Values {
    if (/[.e]/.test(token.text)) this.decimal = true;
    return constant(token.value + (Number.isInteger(token.value) ? this.mixedPart() : 0));
  }

  /** The fraction of a mixed number after its integer: `1/2` of `3 1/2`, or a `\frac` of two integers. */
  private mixedPart(): number {
    const [a, b, c] = this.tokens.slice(this.at, this.at + 3);
    if (a?.kind === 'number' && a.space && b?.text === '/' && c?.kind === 'number') {
      this.at += 3;
      return a.value / c.value;
    }
    if (a?.kind !== 'name' || a.text !== 'frac') return 0;
    const [, o1, n, c1, o2, d, c2] = this.tokens.slice(this.at, this.at + 7);
    const braced = o1?.text === '{' && c1?.text === '}' && o2?.text === '{' && c2?.text === '}';
    if (!braced || n?.kind !== 'number' || d?.kind !== 'number') return 0;
    this.at += 7;
    return n.value / d.value;
  }

  private name(token: Token & { kind: 'name' }, depth: number): Values {
    const name = token.text;
    if (name === 'frac') return this.fraction(depth);
    if (name === 'sqrt' && this.take('[')) {
      const root = this.sum(depth + 1);
      if (!this.take(']')) throw new NoExpression();
      return zip(this.postfix(depth + 1), root, (x, n) =>
        x < 0 && n % 2 === 1 ? -((-x) ** (1 / n)) : x ** (1 / n),
      );
    }
    const apply = FUNCTIONS.get(name);
    if (apply !== undefined) {
      const exponent = this.take('^') ? this.postfix(depth + 1) : undefined;
      const value = (this.startsFactor() ? this.power(depth + 1) : fail()).map(apply);
      return exponent === undefined ? value : zip(value, exponent, (a, b) => a ** b);
    }
    const known = CONSTANTS.get(name) ?? SCALES.get(name.toLowerCase());
    if (known !== undefined) return constant(known);
    if (token.prose || !this.formula || name.length > 8) throw new NoExpression();
    // Up to three unknown letters inside a formula are a product of variables; more are a word.
    if (name.length <= 3)
      return Array.from(name)
        .map((letter) => this.variable(letter))
        .reduce((a, b) => zip(a, b, times));
    return this.variable(name);
  }

  private fraction(depth: number): Values {
    const next = this.tokens[this.at];
    if (next?.kind === 'number' && /^\d\d$/.test(next.text)) {
      this.at += 1; // \frac12
      return constant(Number(next.text.charAt(0)) / Number(next.text.charAt(1)));
    }
    const top = this.primary(depth + 1);
    return zip(top, this.primary(depth + 1), (a, b) => a / b);
  }

  private variable(name: string): Values {
    this.variables.add(name);
    return Array.from({ length: POINTS }, (_, point) => sampleAt(name, point));
  }

  private take(sign: string): boolean {
    if (!this.peekMark(sign)) return false;
    this.at += 1;
    return true;
  }

  private peekMark(sign: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === sign;
  }

  /** Whether a factor follows without a sign between: `2x`, `2(3)`, `x\sqrt2`; two bare numbers are no product. */
  private startsFactor(): boolean {
    const token = this.tokens[this.at];
    if (token === undefined) return false;
    if (token.kind === 'name') return true;
    if (token.kind === 'number') return this.tokens[this.at - 1]?.kind !== 'number';
    return token.text in OPENERS || (token.text === '|' && this.bars === 0);
  }
}

const constant = (value: number): Values => [value, value, value, value];
const times = (a: number, b: number): number => a * b;
const zip = (a: Values, b: Values, f: (x: number, y: number) => number): Values =>
  a.map((x, i) => f(x, b[i] ?? NaN));

function fail(): never {
  throw new NoExpression();
}

function factorial(x: number): number {
  if (!Number.isInteger(x) || x < 0 || x > 170) return NaN;
  let value = 1;
  for (let i = 2; i <= x; i += 1) value *= i;
  return value;
}

/** A fixed, irregular point in (0.3, 2.3) for each variable: two different formulas do not agree there by chance. */
function sampleAt(name: string, point: number): number {
  let hash = 2166136261 ^ point;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return 0.3 + (2 * ((hash ^ (hash >>> 16)) >>> 0)) / 4294967296;
}
