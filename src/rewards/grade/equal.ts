import { evaluate, isFormula, type Evaluated } from './expression';
import { numberWord } from './numbers';
import { splitTop, structureOf, type Structure } from './structure';
import { foldText, polarity } from './text';
import { tokenise, type Token } from './tokens';
import { splitUnit } from './units';

/** How two answers were found equal. */
export const MEANS = {
  text: 'the same text, after folding case, spaces and LaTeX dress',
  number: 'the same number',
  expression: 'expressions that agree at every test point',
  relation: 'the same equation or inequality, or the value it gives',
  list: 'the same items: in order for tuples and intervals, in any order for sets and bare lists',
  'yes-no': 'an answer that opens with the gold’s yes or no',
  choice: 'the same option, by its letter or its text',
} as const;
export type Means = keyof typeof MEANS;

export interface EqualOptions {
  /**
   * Relative tolerance where either side is written as a decimal and the gold is no integer; default 1e-3, so that
   * 3.14 is pi. Integers and exact forms (fractions, roots) must agree to 1e-9.
   */
  readonly tolerance?: number;
}

const SIMPLE = /^-?\d{1,15}$/;
const EXACT = 1e-9;

/** Whether an answer means the same as the gold answer, and by which means. Takes no more than milliseconds. */
export function equalAnswers(answer: string, gold: string, options: EqualOptions = {}): Means | undefined {
  const a = answer.trim();
  const g = gold.trim();
  if (a === '' || g === '') return undefined;
  if (a === g) return 'text';
  if (SIMPLE.test(a) && SIMPLE.test(g)) return Number(a) === Number(g) ? 'number' : undefined;
  const tolerance = options.tolerance ?? 1e-3;
  for (const grouped of /\d,\d/.test(a + ' ' + g) ? [true, false] : [true]) {
    const left = tokenise(a, grouped);
    const right = tokenise(g, grouped);
    if (left === undefined || right === undefined) break;
    const means = equalTokens(left, right, tolerance, 0);
    if (means !== undefined) return means;
  }
  return equalTexts(a, g);
}

const MAX_FOLD = 20_000;

function equalTexts(answer: string, gold: string): Means | undefined {
  if (answer.length > MAX_FOLD || gold.length > MAX_FOLD) return undefined;
  const a = foldText(answer);
  const g = foldText(gold);
  if (a === '' || g === '') return undefined;
  if (a === g) return 'text';
  return (g === 'yes' || g === 'no') && polarity(a) === g ? 'yes-no' : undefined;
}

function equalTokens(
  a: readonly Token[],
  g: readonly Token[],
  tolerance: number,
  depth: number,
): Means | undefined {
  if (a.length === 0 || g.length === 0 || depth > 4) return undefined;
  if (spell(a) === spell(g)) return 'text';
  const left = expandPlusMinus(structureOf(a));
  const right = expandPlusMinus(structureOf(g));
  if (left.kind !== 'single' || right.kind !== 'single') {
    return equalStructures(left, right, tolerance, depth) ? 'list' : undefined;
  }
  if (hasRelation(left.tokens) || hasRelation(right.tokens)) {
    return equalRelations(left.tokens, right.tokens, tolerance, depth) ? 'relation' : undefined;
  }
  return equalValues(left.tokens, right.tokens, tolerance);
}

/** Tokens without their spacing; names of several letters without case. */
const spell = (tokens: readonly Token[]): string =>
  tokens.map((token) => (token.text.length > 1 ? token.text.toLowerCase() : token.text)).join(' ');

function expandPlusMinus(structure: Structure): Structure {
  if (structure.kind !== 'single') return structure;
  const at = structure.tokens.findIndex((token) => token.text === '±');
  if (at < 0) return structure;
  const variant = (sign: string): readonly Token[] =>
    structure.tokens.with(at, { kind: 'mark', text: sign, space: false });
  return { kind: 'list', open: '', close: '', items: [variant('+'), variant('-')] };
}

function equalStructures(a: Structure, g: Structure, tolerance: number, depth: number): boolean {
  const same = (x: readonly Token[], y: readonly Token[]): boolean =>
    equalTokens(x, y, tolerance, depth + 1) !== undefined;
  if (a.kind === 'union' && g.kind === 'union') return matchAnyOrder(a.parts, g.parts, same);
  if (a.kind !== 'list' || g.kind !== 'list' || a.items.length !== g.items.length) return false;
  const anyOrder = (list: typeof a): boolean => list.open === '' || list.open === '{';
  if (anyOrder(a) && anyOrder(g)) return matchAnyOrder(a.items, g.items, same);
  const bare = a.open === '' || g.open === '';
  if (!bare && (a.open !== g.open || a.close !== g.close)) return false;
  return a.items.every((item, i) => same(item, g.items[i] ?? []));
}

function matchAnyOrder<T>(a: readonly T[], g: readonly T[], same: (x: T, y: T) => boolean): boolean {
  if (a.length !== g.length) return false;
  const left = [...g];
  for (const item of a) {
    const found = left.findIndex((other) => same(item, other));
    if (found < 0) return false;
    left.splice(found, 1);
  }
  return true;
}

const RELATIONS: Readonly<Record<string, string>> = {
  '=': '=',
  '<': '>',
  '>': '<',
  '≤': '≥',
  '≥': '≤',
  '≠': '≠',
};
const isRelation = (token: Token): boolean => token.kind === 'mark' && token.text in RELATIONS;
const hasRelation = (tokens: readonly Token[]): boolean => tokens.some(isRelation);

function equalRelations(a: readonly Token[], g: readonly Token[], tolerance: number, depth: number): boolean {
  const left = sidesOf(a);
  const right = sidesOf(g);
  const same = (x: readonly Token[], y: readonly Token[]): boolean =>
    equalTokens(x, y, tolerance, depth + 1) !== undefined;
  if (left.signs.length > 0 && right.signs.length > 0) {
    const sides = left.sides.length === right.sides.length;
    if (
      sides &&
      left.signs.join() === right.signs.join() &&
      left.sides.every((side, i) => same(side, right.sides[i] ?? []))
    ) {
      return true;
    }
    const flipped = left.signs.map((sign) => RELATIONS[sign] ?? sign).reverse();
    if (
      sides &&
      flipped.join() === right.signs.join() &&
      left.sides.toReversed().every((side, i) => same(side, right.sides[i] ?? []))
    ) {
      return true;
    }
    // `x = 8356` and `x = 8357` are nearly proportional; their sides have just been compared, which settles it.
    if (isConstant(valueOf(left)) && isConstant(valueOf(right))) return false;
    return left.signs.join() === '=' && right.signs.join() === '=' && sameEquation(left.sides, right.sides);
  }
  const x = left.signs.length > 0 ? valueOf(left) : a;
  const y = right.signs.length > 0 ? valueOf(right) : g;
  return x !== undefined && y !== undefined && same(x, y);
}

interface Sides {
  readonly sides: readonly (readonly Token[])[];
  readonly signs: readonly string[];
}

const sidesOf = (tokens: readonly Token[]): Sides => ({
  sides: splitTop(tokens, isRelation),
  signs: tokens.filter(isRelation).map((token) => token.text),
});

/** The value that `x = 3`, `f(2) = 3` or `3 + 1 = 4` gives: its last side; nothing for `x + 1 = 4`. */
function valueOf({ sides, signs }: Sides): readonly Token[] | undefined {
  if (signs.some((sign) => sign !== '=')) return undefined;
  const [first] = sides;
  if (first === undefined) return undefined;
  const named = first[0]?.kind === 'name' || '∠△'.includes(first[0]?.text ?? ' ');
  const plainName = named && !first.some((token) => token.kind === 'mark' && '+-*/^'.includes(token.text));
  return plainName || evaluate(first)?.variables.length === 0 ? sides.at(-1) : undefined;
}

const isConstant = (tokens: readonly Token[] | undefined): boolean =>
  tokens !== undefined && evaluate(tokens)?.variables.length === 0;

/** Two equations are one when their differences are proportional at every test point. */
function sameEquation(a: readonly (readonly Token[])[], g: readonly (readonly Token[])[]): boolean {
  const [p, q] = [difference(a), difference(g)];
  if (p === undefined || q === undefined) return false;
  const ratios = p.map((value, i) => value / (q[i] ?? NaN));
  const first = ratios[0] ?? NaN;
  return (
    Number.isFinite(first) &&
    first !== 0 &&
    ratios.every((r) => Math.abs(r - first) <= EXACT * Math.abs(first) * 10)
  );
}

function difference(sides: readonly (readonly Token[])[]): readonly number[] | undefined {
  const [left, right] = sides.map((side) => evaluate(side, true));
  if (left === undefined || right === undefined || left.variables.length + right.variables.length === 0)
    return undefined;
  return left.values.map((value, i) => value - (right.values[i] ?? NaN));
}

function equalValues(a: readonly Token[], g: readonly Token[], tolerance: number): Means | undefined {
  const left = splitUnit(a);
  const right = splitUnit(g);
  if (left.unit !== '' && right.unit !== '' && left.unit !== right.unit) return undefined;
  const formula = isFormula(a) || isFormula(g);
  const x = evaluate(numberWord(left.core), formula);
  const y = evaluate(numberWord(right.core), formula);
  if (x === undefined || y === undefined) return undefined;
  if (longIntegers(left.core, right.core))
    return spell(left.core) === spell(right.core) ? 'number' : undefined;
  const percentUnit = (unit: string, value: Evaluated): boolean => unit === 'percent' || value.percent;
  const [p, q] = [percentUnit(left.unit, x), percentUnit(right.unit, y)];
  const means: Means = x.variables.length + y.variables.length > 0 ? 'expression' : 'number';
  if (agree(x, y, tolerance)) return means;
  // A percentage may be written as 50 %, 50 or 0.5; a bare 0.5 for a gold of 50 is wrong.
  if (p && !q && x.percent && agree(scaled(x, 100), y, tolerance)) return means;
  if (q && !p && y.percent && agree(x, scaled(y, 100), tolerance)) return means;
  return undefined;
}

const scaled = (value: Evaluated, factor: number): Evaluated => ({
  ...value,
  values: value.values.map((x) => x * factor),
});

const longIntegers = (a: readonly Token[], g: readonly Token[]): boolean =>
  [a, g].every(
    (tokens) => tokens.length === 1 && tokens[0]?.kind === 'number' && /^\d{16,}$/.test(tokens[0].text),
  );

function agree(a: Evaluated, g: Evaluated, tolerance: number): boolean {
  const integer = g.variables.length === 0 && Number.isInteger(g.values[0]);
  const relative = (a.decimal || g.decimal) && !integer ? tolerance * (1 + 1e-6) : EXACT;
  let compared = 0;
  for (let i = 0; i < g.values.length; i += 1) {
    const x = a.values[i] ?? NaN;
    const y = g.values[i] ?? NaN;
    if (Number.isNaN(x) && Number.isNaN(y)) continue;
    const near = x === y || Math.abs(x - y) <= relative * Math.max(Math.abs(y), Math.abs(y) < 1e-12 ? 1 : 0);
    if (!near) return false;
    compared += 1;
  }
  return compared >= 2;
}
