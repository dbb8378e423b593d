import * as complex from './complex';
import { isDefined, isReal, real, UNDEFINED, type Complex } from './complex';

/** What an expression is at the test points; the exact integer too where it is one and fits in some thousand bits. */
export interface Value {
  readonly at: readonly Complex[];
  readonly exact?: bigint;
}

/** At the first points variables are positive; at the others some are negative, and only real values count there. */
export const POSITIVE_POINTS = 4;
const POINTS = 6;
const MAX_SIZE = 1e300;

export const constant = (value: number, exact?: bigint): Value => ({
  at: Array.from({ length: POINTS }, () => real(value)),
  ...(exact === undefined ? {} : { exact }),
});

export const imaginaryUnit: Value = { at: Array.from({ length: POINTS }, () => ({ re: 0, im: 1 })) };

/** A variable: a fixed, irregular number at each point, so that different formulas do not agree there by chance. */
export const variable = (name: string): Value => ({
  at: Array.from({ length: POINTS }, (_, point) => real(sampleAt(name, point))),
});

const zip = (a: Value, b: Value, f: (x: Complex, y: Complex) => Complex): readonly Complex[] =>
  a.at.map((x, i) => f(x, b.at[i] ?? UNDEFINED));

const withExact = (at: readonly Complex[], exact: bigint | undefined): Value =>
  exact === undefined || complex.magnitude(at[0] ?? UNDEFINED) > MAX_SIZE ? { at } : { at, exact };

const both = (a: Value, b: Value, f: (x: bigint, y: bigint) => bigint | undefined): bigint | undefined =>
  a.exact === undefined || b.exact === undefined ? undefined : f(a.exact, b.exact);

export const sum = (a: Value, b: Value): Value =>
  withExact(
    zip(a, b, complex.add),
    both(a, b, (x, y) => x + y),
  );
export const difference = (a: Value, b: Value): Value =>
  withExact(
    zip(a, b, complex.subtract),
    both(a, b, (x, y) => x - y),
  );
export const product = (a: Value, b: Value): Value =>
  withExact(
    zip(a, b, complex.multiply),
    both(a, b, (x, y) => x * y),
  );
export const quotient = (a: Value, b: Value): Value =>
  withExact(
    zip(a, b, complex.divide),
    both(a, b, (x, y) => (y !== 0n && x % y === 0n ? x / y : undefined)),
  );

export const negative = (a: Value): Value =>
  withExact(zip(constant(0), a, complex.subtract), a.exact === undefined ? undefined : -a.exact);

export function powerOf(base: Value, exponent: Value): Value {
  const at = zip(base, exponent, complex.power).map((z, i) =>
    // Beyond the positive points a root of a negative number is left out, as in school.
    i >= POSITIVE_POINTS && !isReal(z) ? UNDEFINED : z,
  );
  const size = complex.magnitude(at[0] ?? UNDEFINED);
  const exact =
    size <= MAX_SIZE
      ? both(base, exponent, (x, y) => (y >= 0n && y <= 2_000n ? x ** y : undefined))
      : undefined;
  return withExact(at, exact);
}

/** The n-th root; the real one for an odd root of a negative number. */
export function rootOf(value: Value, degree: Value | undefined): Value {
  const at = value.at.map((z, i) => {
    const n = degree?.at[i]?.re ?? 2;
    const negativeReal = z.im === 0 && z.re < 0;
    if (n === 2) return negativeReal && i >= POSITIVE_POINTS ? UNDEFINED : complex.squareRoot(z);
    if (negativeReal && n % 2 === 1) return real(-((-z.re) ** (1 / n)));
    return complex.power(z, real(1 / n));
  });
  return { at: at.map(nearestInteger) };
}

/** The cube root of 27 comes out as 3.0000000000000004 on some machines. */
function nearestInteger(z: Complex): Complex {
  const near = Math.round(z.re);
  return z.im === 0 && near !== 0 && Math.abs(z.re - near) < 1e-14 * Math.abs(near) ? real(near) : z;
}

/** A function of real numbers, undefined where an argument is not real. */
export const applyReal = (f: (x: number) => number, value: Value): Value => ({
  at: value.at.map((z) => (isDefined(z) && isReal(z) ? real(f(z.re)) : UNDEFINED)),
});

export const apply = (f: (z: Complex) => Complex, value: Value): Value => ({ at: value.at.map(f) });

export const scaled = (value: Value, factor: number): Value => ({
  at: value.at.map((z) => complex.multiply(z, real(factor))),
});

export function factorialOf(value: Value): Value {
  const n = value.at[0]?.re ?? NaN;
  const whole = value.at.every(({ re, im }) => re === n && im === 0) && Number.isInteger(n);
  if (!whole || n < 0 || n > 170) return constant(NaN);
  let exact = 1n;
  for (let i = 2n; i <= BigInt(n); i += 1n) exact *= i;
  return constant(Number(exact), exact);
}

/** The binomial coefficient of two small integers. */
export function binomialOf(n: Value, k: Value): Value {
  const [top, bottom] = [n.exact, k.exact];
  if (top === undefined || bottom === undefined || top < 0n || bottom < 0n || top > 500n)
    return constant(NaN);
  // Counting up to a number of some hundred digits would never end.
  if (bottom > top) return constant(0, 0n);
  let exact = 1n;
  for (let i = 0n; i < bottom; i += 1n) exact = (exact * (top - i)) / (i + 1n);
  return constant(Number(exact), exact);
}

function sampleAt(name: string, point: number): number {
  let hash = 2166136261 ^ point;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  const unit = ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
  // Small ones for arcsines, larger ones for logarithms of logarithms.
  const size = point % 2 === 0 ? 0.1 + 0.8 * unit : 1.1 + 1.4 * unit;
  return point < POSITIVE_POINTS ? size : (hash & 4) === 0 || point === POINTS - 1 ? -size : size;
}
