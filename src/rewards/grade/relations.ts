import { divide, isDefined, magnitude, subtract, UNDEFINED, type Complex } from './complex';
import { evaluate } from './expression';
import { splitTop } from './structure';
import type { Token } from './tokens';
import { isConstant } from './values';

const FLIPPED: Readonly<Record<string, string>> = {
  '=': '=', '<': '>', '>': '<', '≤': '≥', '≥': '≤', '≠': '≠', '≈': '≈',
}; // prettier-ignore
const isRelation = (token: Token): boolean => token.kind === 'mark' && Object.hasOwn(FLIPPED, token.text);

export const hasRelation = (tokens: readonly Token[]): boolean => tokens.some(isRelation);

interface Sides {
  readonly sides: readonly (readonly Token[])[];
  readonly signs: readonly string[];
}

const sidesOf = (tokens: readonly Token[]): Sides => ({
  sides: splitTop(tokens, isRelation),
  signs: tokens.filter(isRelation).map(({ text }) => text),
});

type Same = (x: readonly Token[], y: readonly Token[]) => boolean;

/**
 * Whether an equation or inequality is the same as another (sides swapped, multiplied, moved), or gives the value
 * that the other side states: `x = 3` and 3, but never `x = 3` and `y = 3`.
 */
export function equalRelations(a: readonly Token[], g: readonly Token[], same: Same): boolean {
  const left = sidesOf(a);
  const right = sidesOf(g);
  if (left.sides.some(({ length }) => length === 0)) {
    // `= 3`, `\approx 3`: the name is left out.
    const names = left.signs[0] === '=' || left.signs[0] === '≈';
    return names && left.sides.length === 2 && left.sides[0]?.length === 0 && same(left.sides[1] ?? [], g);
  }
  if (left.signs.length > 0 && right.signs.length > 0) return equalSides(left, right, same);
  if (left.signs.length > 0) return valuesOf(left).some((value) => same(value, g));
  const value = valueOf(right);
  return value !== undefined && same(a, value);
}

function equalSides(left: Sides, right: Sides, same: Same): boolean {
  const sameSides = (sides: readonly (readonly Token[])[]): boolean =>
    sides.length === right.sides.length && sides.every((side, i) => same(side, right.sides[i] ?? []));
  if (left.signs.join() === right.signs.join() && sameSides(left.sides)) return true;
  const flipped = left.signs.map((sign) => FLIPPED[sign] ?? sign).reverse();
  if (flipped.join() === right.signs.join() && sameSides(left.sides.toReversed())) return true;
  const [x, y] = [valueOf(left), valueOf(right)];
  // A chain such as `A = 2 \cdot 3 = 6` states its last side under its first name.
  if (x !== undefined && y !== undefined) {
    const chains = left.signs.length > 1 || right.signs.length > 1;
    const names = same(left.sides[0] ?? [], right.sides[0] ?? []);
    if (chains && names && isConstant(x) && same(x, y)) return true;
    // `x = 8356` and `x = 8357` are nearly proportional; their sides have just been compared, which settles it.
    if (isConstant(x) && isConstant(y)) return false;
  }
  const [p, q] = [left.signs[0], right.signs[0]];
  if (left.signs.length !== 1 || right.signs.length !== 1 || p === undefined || q === undefined) return false;
  const ratio = proportion(left.sides, right.sides);
  if (ratio === undefined) return false;
  if (p === '=' && q === '=') return true;
  return (p === q && (ratio.re > 0 || p === '≠')) || (FLIPPED[p] === q && ratio.re < 0);
}

/** The value that `x = 3`, `f(2) = 3` or `3 + 1 = 4` gives: its last side; nothing for `x + 1 = 4`. */
function valueOf({ sides, signs }: Sides): readonly Token[] | undefined {
  if (signs.some((sign) => sign !== '=' && sign !== '≈')) return undefined;
  const [first] = sides;
  if (first === undefined) return undefined;
  const named = first[0]?.kind === 'name' || '∠△'.includes(first[0]?.text ?? ' ');
  const plainName = named && !first.some((token) => token.kind === 'mark' && '+-*/^'.includes(token.text));
  return plainName || evaluate(first)?.variables.length === 0 ? sides.at(-1) : undefined;
}

/**
 * The values that an answer states: the last side, and before `≈` the exact form that it is rounded from, as long as
 * the two do not contradict each other.
 */
function valuesOf(answer: Sides): readonly (readonly Token[])[] {
  const last = valueOf(answer);
  if (last === undefined) return [];
  const before = answer.sides.at(-2);
  if (answer.signs.at(-1) !== '≈' || before === undefined) return [last];
  const [x, y] = [before, last].map((side) => evaluate(side)?.value.at[0]);
  if (x === undefined || y === undefined) return [last];
  const close = magnitude(subtract(x, y)) <= 0.02 * magnitude(x);
  return close ? [before, last] : [];
}

/** The constant ratio of the differences of two relations' sides; `undefined` when there is none. */
function proportion(a: Sides['sides'], g: Sides['sides']): Complex | undefined {
  const [p, q] = [difference(a), difference(g)];
  if (p === undefined || q === undefined) return undefined;
  const ratios = p.map((value, i) => divide(value, q[i] ?? UNDEFINED)).filter(isDefined);
  const [first] = ratios;
  if (first === undefined || ratios.length < 3 || magnitude(first) === 0) return undefined;
  const steady = ratios.every((ratio) => magnitude(subtract(ratio, first)) <= 1e-9 * magnitude(first));
  return steady ? first : undefined;
}

function difference(sides: Sides['sides']): readonly Complex[] | undefined {
  const [left, right] = sides.map((side) => evaluate(side, true));
  if (left === undefined || right === undefined || left.variables.length + right.variables.length === 0)
    return undefined;
  return left.value.at.map((value, i) => subtract(value, right.value.at[i] ?? UNDEFINED));
}
