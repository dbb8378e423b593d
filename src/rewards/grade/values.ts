import { isDefined, isReal, magnitude, subtract, UNDEFINED, type Complex } from './complex';
import { evaluate, isFormula, type Evaluated } from './expression';
import { numberWord } from './numbers';
import { roundedAs, type Rounded } from './rounding';
import type { Token } from './tokens';
import { unitFactor } from './unit-sizes';
import { splitUnit } from './units';
import { POSITIVE_POINTS, scaled } from './value';

/**
 * When a rounded number counts. `tolerant`: where either side is a decimal and the gold no integer, within a relative
 * tolerance. `as-gold`: only where the gold itself is clearly rounded, and to the gold's last place.
 */
export type Rounding =
  { readonly kind: 'tolerant'; readonly tolerance: number } | { readonly kind: 'as-gold' };

const EXACT = 1e-11;

/** How two single values are equal, with their units, percent signs and number words; `undefined` when they are not. */
export function equalValues(
  a: readonly Token[],
  g: readonly Token[],
  rounding: Rounding,
): 'number' | 'expression' | undefined {
  const left = splitUnit(numberWord(a));
  const right = splitUnit(numberWord(g));
  const factor = angleFactor(a, g) ?? unitFactor(left.unit, right.unit);
  if (factor === undefined) return undefined;
  const formula = isFormula(a) || isFormula(g);
  const cores = [numberWord(left.core), numberWord(right.core)] as const;
  const [x, y] = cores.map((core) => evaluate(core, formula));
  if (x === undefined || y === undefined) return undefined;
  const [p, q] = cores.map(longDecimal);
  if (p !== undefined && q !== undefined && factor === 1) return p === q ? 'number' : undefined;
  const rounded = { answer: roundedAs(cores[0]), gold: roundedAs(cores[1]) };
  const means = x.variables.length + y.variables.length > 0 ? 'expression' : 'number';
  const agrees = (times: number, divided: number): boolean => agree(x, times, y, divided, rounding, rounded);
  if (agrees(factor, 1)) return means;
  // A percentage may be written as 50 %, 50 or 0.5; but a bare 0.5 for a gold of 50 is wrong.
  const small = rounding.kind === 'as-gold' && Math.abs(y.value.at[0]?.re ?? 0) < 1;
  if (x.percent && !y.percent && !small && agrees(100, 1)) return means;
  if (y.percent && !x.percent && agrees(1, 100)) return means;
  return undefined;
}

/** Degrees on one side, a bare multiple of pi on the other: the same angle in radians. */
function angleFactor(a: readonly Token[], g: readonly Token[]): number | undefined {
  const degrees = (tokens: readonly Token[]): boolean =>
    tokens.at(-1)?.text === '°' || tokens.at(-2)?.text === '°';
  const radians = (tokens: readonly Token[]): boolean =>
    tokens.some(({ text }) => text === 'pi') && !tokens.some(({ text }) => text === '°');
  if (degrees(a) && radians(g)) return Math.PI / 180;
  return radians(a) && degrees(g) ? 180 / Math.PI : undefined;
}

/** A plain number of more digits than a double holds, in one spelling. */
function longDecimal(tokens: readonly Token[]): string | undefined {
  const sign = tokens[0]?.text === '-' ? '-' : '';
  const number = sign === '' ? tokens[0] : tokens[1];
  if (number?.kind !== 'number' || tokens.length !== (sign === '' ? 1 : 2)) return undefined;
  const [, whole = '', digits = ''] = /^(\d*)(?:\.(\d*))?$/.exec(number.text) ?? [];
  if (whole.length + digits.length <= 15) return undefined;
  const kept = digits.replace(/0+$/, '');
  return `${sign}${whole.replace(/^0+(?=\d)/, '')}${kept === '' ? '' : `.${kept}`}`;
}

function agree(
  x: Evaluated,
  times: number,
  y: Evaluated,
  divided: number,
  rounding: Rounding,
  rounded: { readonly answer: Rounded | undefined; readonly gold: Rounded | undefined },
): boolean {
  const [a, g] = [x.value.exact, y.value.exact];
  if (a !== undefined && g !== undefined && times === 1 && divided === 1) return a === g;
  const left = times === 1 ? x.value.at : scaled(x.value, times).at;
  const right = divided === 1 ? y.value.at : scaled(y.value, divided).at;
  const allowed = allowance(x, y, rounding, rounded, divided);
  const constant = x.variables.length + y.variables.length === 0;
  let compared = 0;
  for (const [i, p] of left.entries()) {
    const q = right[i] ?? UNDEFINED;
    if (i >= POSITIVE_POINTS && !(isDefined(p) && isDefined(q) && isReal(p) && isReal(q))) continue;
    if (!isDefined(p) && !isDefined(q)) continue;
    if (!near(p, q, allowed, constant)) return false;
    compared += 1;
  }
  return compared >= 2;
}

interface Allowance {
  readonly absolute: number;
  readonly relative: number;
}

function allowance(
  x: Evaluated,
  y: Evaluated,
  rounding: Rounding,
  { answer, gold }: { readonly answer: Rounded | undefined; readonly gold: Rounded | undefined },
  divided: number,
): Allowance {
  const exact = { absolute: 0, relative: EXACT };
  if (rounding.kind === 'tolerant') {
    const integer = y.variables.length === 0 && Number.isInteger(y.value.at[0]?.re);
    return (x.decimal || y.decimal) && !integer
      ? { absolute: 0, relative: rounding.tolerance * (1 + 1e-6) }
      : exact;
  }
  if (gold === undefined || x.variables.length > 0) return exact;
  const finer = answer === undefined ? !x.decimal : answer.unit < gold.unit * 0.5 * divided;
  const clear = gold.clear || (x.symbolic && gold.places >= 1);
  return finer && clear ? { absolute: 0.5 * gold.unit * divided * (1 + 1e-9), relative: EXACT } : exact;
}

function near(p: Complex, q: Complex, { absolute, relative }: Allowance, constant: boolean): boolean {
  if (p.im === 0 && q.im === 0) {
    if (p.re === q.re) return true;
    const whole = Number.isSafeInteger(p.re) && Number.isSafeInteger(q.re);
    if (relative === EXACT && absolute === 0 && whole && constant) return false;
  }
  const apart = magnitude(subtract(p, q));
  const size = Math.max(magnitude(p), magnitude(q));
  if (!Number.isFinite(size)) return false;
  // What a cancellation leaves of zero, such as sin(pi).
  if (apart <= 1e-15 && (q.re === 0 || p.re === 0 || !constant))
    return relative === EXACT || apart === 0 || size < 1e-15;
  const reference = relative === EXACT ? size : magnitude(q);
  return apart <= relative * reference || apart <= absolute;
}

/** Whether tokens are a number without variables. */
export const isConstant = (tokens: readonly Token[] | undefined): boolean =>
  tokens !== undefined && evaluate(tokens)?.variables.length === 0;
