import * as complex from './complex';
import { SCALES } from './numbers';
import type { Token } from './tokens';
import * as value from './value';
import type { Value } from './value';

export interface Evaluated {
  readonly value: Value;
  /** Free variables, sorted. */
  readonly variables: readonly string[];
  /** Written with a decimal point or exponent. */
  readonly decimal: boolean;
  readonly percent: boolean;
  /** Has a root, a function or a constant such as pi: an exact form that a rounded gold may stand for. */
  readonly symbolic: boolean;
}

const MAX_DEPTH = 40;
const REAL_FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map(
  Object.entries({
    sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan,
    sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, floor: Math.floor, ceil: Math.ceil,
    cot: (x: number) => 1 / Math.tan(x), sec: (x: number) => 1 / Math.cos(x), csc: (x: number) => 1 / Math.sin(x),
  }),
); // prettier-ignore
const LN10 = complex.real(Math.LN10);
const FUNCTIONS: ReadonlyMap<string, (z: complex.Complex) => complex.Complex> = new Map(
  Object.entries({
    ln: complex.logarithm,
    log: (z: complex.Complex) => complex.divide(complex.logarithm(z), LN10),
    lg: (z: complex.Complex) => complex.divide(complex.logarithm(z), LN10),
    exp: complex.exponential,
    abs: (z: complex.Complex) => complex.real(complex.magnitude(z)),
  }),
);
const CONSTANTS: ReadonlyMap<string, number> = new Map(
  Object.entries({ pi: Math.PI, e: Math.E, inf: Infinity, infinity: Infinity }),
);
const OPENERS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };
const isFunction = (name: string): boolean => REAL_FUNCTIONS.has(name) || FUNCTIONS.has(name);

/**
 * Evaluates an expression at a few fixed points for its variables, by recursive descent with bounded depth. Knows
 * + - * / ^ ! %, implicit products, mixed numbers (`3 1/2`, `3\frac12`), `\frac`, `\sqrt[n]{}`, `\binom`, |x|, the
 * common functions, pi, e, i. `undefined` when it is no expression, or one too large for a number. Only in a
 * `formula` are unknown letters variables: `no` is a word, `2no` a product.
 */
export function evaluate(tokens: readonly Token[], formula = isFormula(tokens)): Evaluated | undefined {
  if (tokens.length === 0) return undefined;
  const reader = new Reader(formula ? tokens.flatMap(letters) : tokens, formula);
  try {
    const result = reader.sum(0);
    if (!reader.done()) return undefined;
    const infinite = result.at.some(({ re, im }) => !Number.isFinite(re) && !Number.isNaN(re + im));
    if (infinite && !tokens.some(({ text }) => CONSTANTS.get(text) === Infinity)) return undefined;
    return {
      value: result,
      variables: [...reader.variables].sort(),
      decimal: reader.decimal,
      percent: reader.percent,
      symbolic: reader.symbolic,
    };
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

const GREEK = new Set('xi mu nu psi phi rho tau eta chi'.split(' '));

/** `xy` in a formula as the product of two variables, so that the power in `xy^2` is that of `y`. */
function letters(token: Token): readonly Token[] {
  const name = token.text;
  const product =
    token.kind === 'name' &&
    !token.prose &&
    (name.length === 2 || name.length === 3) &&
    !name.includes('_') &&
    !(
      isFunction(name) ||
      CONSTANTS.has(name) ||
      SCALES.has(name) ||
      FORMULA_NAMES.has(name) ||
      GREEK.has(name)
    );
  return product ? Array.from(name, (letter) => ({ ...token, text: letter })) : [token];
}

/** Whether numbers or operators say that this is mathematics, not words. */
export const isFormula = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (t) =>
      t.kind === 'number' ||
      (t.kind === 'mark' && '+-*/^='.includes(t.text)) ||
      (t.kind === 'name' && !t.prose && (FORMULA_NAMES.has(t.text) || isFunction(t.text))),
  );
const FORMULA_NAMES = new Set(['frac', 'sqrt', 'binom']);

/** Thrown inside the reader only: the tokens are text, not an expression. */
class NoExpression extends Error {}

class Reader {
  readonly variables = new Set<string>();
  decimal = false;
  percent = false;
  symbolic = false;
  private at = 0;
  private bars = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly formula: boolean,
  ) {}

  done(): boolean {
    return this.at === this.tokens.length;
  }

  sum(depth: number): Value {
    if (depth > MAX_DEPTH) throw new NoExpression();
    let left = this.product(depth);
    for (;;) {
      if (this.take('+')) left = value.sum(left, this.product(depth));
      else if (this.take('-')) left = value.difference(left, this.product(depth));
      else return left;
    }
  }

  private product(depth: number): Value {
    let left = this.signed(depth);
    for (;;) {
      if (this.take('*')) left = value.product(left, this.signed(depth));
      else if (this.take('/')) left = value.quotient(left, this.signed(depth));
      else if (this.startsFactor()) left = value.product(left, this.power(depth));
      else return left;
    }
  }

  private signed(depth: number): Value {
    let sign = 1;
    for (;;) {
      if (this.take('-')) sign = -sign;
      else if (!this.take('+')) break;
    }
    const result = this.power(depth);
    return sign === 1 ? result : value.negative(result);
  }

  private power(depth: number): Value {
    if (depth > MAX_DEPTH) throw new NoExpression();
    const base = this.postfix(depth + 1);
    if (!this.take('^')) return base;
    return value.powerOf(base, this.exponent(depth + 1));
  }

  private exponent(depth: number): Value {
    return this.peekMark('{') ? this.postfix(depth) : this.signed(depth);
  }

  private postfix(depth: number): Value {
    let result = this.primary(depth);
    for (;;) {
      if (this.take('%')) {
        this.percent = true;
        result = value.quotient(result, value.constant(100, 100n));
      } else if (this.take('°')) result = value.product(result, value.constant(Math.PI / 180));
      else if (this.take('!')) result = value.factorialOf(result);
      else return result;
    }
  }

  private primary(depth: number): Value {
    const token = this.tokens[this.at];
    // Roots of roots and fractions of fractions come here without a sum between.
    if (token === undefined || depth > 2 * MAX_DEPTH) throw new NoExpression();
    this.at += 1;
    if (token.kind === 'number') return this.number(token);
    if (token.kind === 'name') return this.name(token, depth);
    const closer = OPENERS[token.text];
    if (closer !== undefined) {
      const bars = this.bars;
      this.bars = 0;
      const result = this.sum(depth + 1);
      this.bars = bars;
      if (!this.take(closer)) throw new NoExpression();
      return result;
    }
    if (token.text === '|') {
      this.bars += 1;
      const result = this.sum(depth + 1);
      this.bars -= 1;
      if (!this.take('|')) throw new NoExpression();
      return value.apply((z) => complex.real(complex.magnitude(z)), result);
    }
    throw new NoExpression();
  }

  private number(token: Token & { kind: 'number' }): Value {
    if (/[.e]/.test(token.text)) this.decimal = true;
    const digits = /^(\d{1,400})(?:\.0*)?$/.exec(token.text)?.[1];
    const mixed = Number.isInteger(token.value) ? this.mixedPart() : undefined;
    const whole = value.constant(token.value, digits === undefined ? undefined : BigInt(digits));
    return mixed === undefined ? whole : value.sum(whole, mixed);
  }

  /** The fraction of a mixed number after its integer: `1/2` of `3 1/2`, or a `\frac` of two integers. */
  private mixedPart(): Value | undefined {
    const [a, b, c] = this.tokens.slice(this.at, this.at + 3);
    if (a?.kind === 'number' && a.space && b?.text === '/' && c?.kind === 'number') {
      this.at += 3;
      return value.constant(a.value / c.value);
    }
    if (a?.kind !== 'name' || a.text !== 'frac') return undefined;
    if (b?.kind === 'number' && /^\d\d$/.test(b.text)) {
      this.at += 2; // 3\frac12
      return value.constant(Number(b.text.charAt(0)) / Number(b.text.charAt(1)));
    }
    const [, o1, n, c1, o2, d, c2] = this.tokens.slice(this.at, this.at + 7);
    const braced = o1?.text === '{' && c1?.text === '}' && o2?.text === '{' && c2?.text === '}';
    if (!braced || n?.kind !== 'number' || d?.kind !== 'number') return undefined;
    this.at += 7;
    return value.constant(n.value / d.value);
  }

  private name(token: Token & { kind: 'name' }, depth: number): Value {
    const name = token.text;
    if (name === 'frac') return this.fraction(depth);
    if (name === 'binom') return value.binomialOf(this.primary(depth + 1), this.primary(depth + 1));
    if (name === 'sqrt') {
      this.symbolic = true;
      return this.root(depth);
    }
    if (isFunction(name)) return this.call(name, depth);
    const known = CONSTANTS.get(name) ?? SCALES.get(name.toLowerCase());
    if (known !== undefined) {
      if (CONSTANTS.has(name)) this.symbolic = true;
      return value.constant(known, SCALES.has(name.toLowerCase()) ? BigInt(known) : undefined);
    }
    if (token.prose || !this.formula || name.length > 8) throw new NoExpression();
    if (name === 'i') return value.imaginaryUnit;
    return this.variable(name);
  }

  private root(depth: number): Value {
    let degree: Value | undefined;
    if (this.take('[')) {
      degree = this.sum(depth + 1);
      if (!this.take(']')) throw new NoExpression();
    }
    return value.rootOf(this.primary(depth + 1), degree);
  }

  private call(name: string, depth: number): Value {
    this.symbolic = true;
    const base = name === 'log' && this.take('_') ? this.primary(depth + 1) : undefined;
    const exponent = this.take('^') ? this.exponent(depth + 1) : undefined;
    const argument = this.argument(depth + 1);
    const plain = REAL_FUNCTIONS.get(name);
    const f = FUNCTIONS.get(name);
    const inverse = name.length === 3 && plain !== undefined && exponent?.exact === -1n;
    const chosen = inverse ? REAL_FUNCTIONS.get(`a${name}`) : plain;
    let result =
      chosen !== undefined
        ? value.applyReal(chosen, argument)
        : f !== undefined
          ? value.apply(f, argument)
          : fail();
    if (base !== undefined && f !== undefined) result = value.quotient(result, value.apply(f, base));
    return exponent === undefined || inverse ? result : value.powerOf(result, exponent);
  }

  /** What a function without brackets takes: all of `2x` in `\sin 2x`, but only `x` in `\sin x \cos x`. */
  private argument(depth: number): Value {
    if (depth > MAX_DEPTH) throw new NoExpression();
    if (this.at >= this.tokens.length) throw new NoExpression();
    if (this.peekMark('(') || this.peekMark('{') || this.peekMark('[')) return this.postfix(depth);
    let result = this.signed(depth);
    for (;;) {
      const next = this.tokens[this.at];
      const goesOn = next?.kind === 'name' && !isFunction(next.text) && !next.prose && next.text.length <= 7;
      if (!goesOn) return result;
      result = value.product(result, this.power(depth));
    }
  }

  private fraction(depth: number): Value {
    const next = this.tokens[this.at];
    if (next?.kind === 'number' && /^\d\d$/.test(next.text)) {
      this.at += 1; // \frac12
      return value.quotient(digit(next.text, 0), digit(next.text, 1));
    }
    const top = this.primary(depth + 1);
    return value.quotient(top, this.primary(depth + 1));
  }

  private variable(name: string): Value {
    this.variables.add(name);
    return value.variable(name);
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

const digit = (text: string, at: number): Value =>
  value.constant(Number(text.charAt(at)), BigInt(text.charAt(at)));

function fail(): never {
  throw new NoExpression();
}
