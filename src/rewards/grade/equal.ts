import { evaluate } from './expression';
import { equalForms, formOf } from './forms';
import { equalStructures, expandPlusMinus } from './lists';
import { asTuple, equalMatrices, matrixOf, type Matrix } from './matrix';
import { equalRelations, hasRelation } from './relations';
import { equalSets, realSetOf, saysSet } from './sets';
import { splitTop, structureOf } from './structure';
import { foldText, polarity } from './text';
import { plainText, tidy, undressed } from './tidy';
import { spell, tokenise, type Token } from './tokens';
import { equalValues, type Rounding } from './values';

/** How two answers were found equal. */
export const MEANS = {
  text: 'the same text, after folding case, spaces and LaTeX dress',
  number: 'the same number',
  expression: 'expressions that agree at every test point',
  relation: 'the same equation or inequality, or the value it gives',
  list: 'the same items: in order for tuples and intervals, in any order for sets and bare lists',
  set: 'the same set of numbers, as an interval or an inequality',
  'yes-no': 'an answer that opens with the gold’s yes or no',
  choice: 'the same option, by its letter or its text',
} as const;
export type Means = keyof typeof MEANS;

export interface EqualOptions {
  /**
   * Relative tolerance where either side is written as a decimal and the gold is no integer; default 1e-3, so that
   * 3.14 is pi. Integers and exact forms (fractions, roots) must agree exactly.
   */
  readonly tolerance?: number;
  /** Instead of the tolerance: a rounded answer counts only where the gold is clearly rounded, to its last place. */
  readonly rounding?: 'as-gold';
}

const CONSTANT = /\+\s{0,2}([Cc])(?=\s{0,2}\$?$)/;
const SIMPLE = /^-?\d{1,15}$/;
/** Pairs of parts that are compared before an answer is taken as different: nested lists stay cheap. */
const MAX_COMPARISONS = 2_000;

/** Whether an answer means the same as the gold answer, and by which means. Takes no more than milliseconds. */
export function equalAnswers(answer: string, gold: string, options: EqualOptions = {}): Means | undefined {
  const g = gold.trim();
  // The constant of integration has no name of its own.
  const a = CONSTANT.test(g)
    ? answer.trim().replace(CONSTANT, `+${CONSTANT.exec(g)?.[1] ?? 'C'}`)
    : answer.trim();
  if (a === '' || g === '') return undefined;
  if (a === g) return 'text';
  if (SIMPLE.test(a) && SIMPLE.test(g)) return Number(a) === Number(g) ? 'number' : undefined;
  if (a.length > MAX_FOLD || g.length > MAX_FOLD) return undefined;
  const rounding: Rounding =
    options.rounding === undefined
      ? { kind: 'tolerant', tolerance: options.tolerance ?? 1e-3 }
      : { kind: 'as-gold' };
  const first = equalTidied(tidy(a), tidy(g), rounding, 0);
  if (first !== undefined || a.length > 400) return first;
  for (const reading of undressed(a)) {
    const means = equalTidied(tidy(reading), tidy(g), rounding, 0);
    if (means !== undefined) return means;
  }
  const [unlabelled] = /^\s*\(?[A-Za-z][).:]/.test(g) ? undressed(g) : [];
  return unlabelled === undefined ? undefined : equalTidied(tidy(a), tidy(unlabelled), rounding, 0);
}

const MAX_FOLD = 20_000;

function equalTidied(a: string, g: string, rounding: Rounding, depth: number): Means | undefined {
  if (a === '' || g === '' || depth > 2) return undefined;
  const form = equalForms(formOf(a), formOf(g), a, g);
  if (form !== undefined) return form ? 'text' : undefined;
  const matrix = equalByMatrix(a, g, rounding, depth);
  if (matrix !== undefined) return matrix ? 'list' : undefined;
  const budget = { left: MAX_COMPARISONS };
  for (const grouped of /\d,\d/.test(a + ' ' + g) ? [true, false] : [true]) {
    const left = tokenise(a, grouped);
    const right = tokenise(g, grouped);
    if (left === undefined || right === undefined) break;
    const means = equalTokens(left, right, { rounding, budget }, 0);
    if (means !== undefined) return means;
  }
  return equalTexts(a, g);
}

function equalByMatrix(a: string, g: string, rounding: Rounding, depth: number): boolean | undefined {
  const [left, right] = [matrixOf(a), matrixOf(g)];
  const same = (x: string, y: string): boolean =>
    equalTidied(tidy(x), tidy(y), rounding, depth + 1) !== undefined;
  if (left !== undefined && right !== undefined) return equalMatrices(left, right, same);
  const inLine = (matrix: Matrix | undefined, text: string): string | undefined =>
    matrix === undefined ? text : asTuple(matrix);
  if (left === undefined && right === undefined) return undefined;
  const [x, y] = [inLine(left, a), inLine(right, g)];
  return x !== undefined && y !== undefined && depth < 1 && same(x, y);
}

function equalTexts(answer: string, gold: string): Means | undefined {
  const a = foldText(answer);
  const g = foldText(gold);
  if (a === '' || g === '') return undefined;
  if (a === g) return sameLetters(answer, gold) ? 'text' : undefined;
  if (atomsOf(answer) !== undefined && atomsOf(answer) === atomsOf(gold)) return 'text';
  return (g === 'yes' || g === 'no') && polarity(a) === g ? 'yes-no' : undefined;
}

/** In a formula the case of a letter counts: `2r` is not `2R`. */
function sameLetters(answer: string, gold: string): boolean {
  const letters = (text: string): string =>
    (plainText(text).match(/(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])/g) ?? []).join('');
  return !/[\\+*/^=\d-]/.test(gold) || letters(answer) === letters(gold);
}

/** A chemical formula without subscripts: `H_2O`, `\text{H}_2\text{O}` and `H2O` as `H2O`. */
function atomsOf(text: string): string | undefined {
  const plain = plainText(text).replace(/[_{}$\s]|\\ce/g, '');
  return ATOMS.test(plain) ? plain : undefined;
}

const ATOM = '(?:[A-Z][a-z]?\\d{0,3})';
/** One way to read each text, else a long one takes for ever: atoms, and more of them behind a bracket. */
const ATOMS = new RegExp(
  String.raw`^(?=.*\d)\(?${ATOM}+(?:(?:\)\d{1,2}\(?|\()${ATOM}+){0,11}(?:\)\d{1,2})?$`,
);

interface Rules {
  readonly rounding: Rounding;
  readonly budget: { left: number };
}

function equalTokens(
  a: readonly Token[],
  g: readonly Token[],
  rules: Rules,
  depth: number,
): Means | undefined {
  rules.budget.left -= 1;
  if (a.length === 0 || g.length === 0 || depth > 4 || rules.budget.left < 0) return undefined;
  if (spell(a) === spell(g)) return 'text';
  const same = (x: readonly Token[], y: readonly Token[]): boolean =>
    equalTokens(x, y, rules, depth + 1) !== undefined;
  if (saysSet(a) || saysSet(g)) {
    const [p, q] = [realSetOf(a), realSetOf(g)];
    if (p !== undefined && q !== undefined && equalSets(p, q)) return 'set';
  }
  const left = expandPlusMinus(structureOf(a));
  const right = expandPlusMinus(structureOf(g));
  if (left.kind !== 'single' || right.kind !== 'single') {
    return equalStructures(left, right, same) || equalLists(a, g, same) ? 'list' : undefined;
  }
  if (hasRelation(left.tokens) || hasRelation(right.tokens))
    return equalRelations(left.tokens, right.tokens, same) ? 'relation' : undefined;
  if (isRatio(a) || isRatio(g)) return equalRatios(a, g, same) ? 'number' : undefined;
  return equalValues(left.tokens, right.tokens, rules.rounding);
}

/** `x = \{1, 2\}`, `(x, y) = (1, 2)`, `x = ±3` against the list alone. */
function equalLists(
  a: readonly Token[],
  g: readonly Token[],
  same: (x: readonly Token[], y: readonly Token[]) => boolean,
): boolean {
  const value = (tokens: readonly Token[]): readonly Token[] | undefined => {
    const sides = splitTop(tokens, (token) => token.kind === 'mark' && '=∈'.includes(token.text));
    return sides.length === 2 && !structureIsList(tokens) ? sides[1] : undefined;
  };
  const [x, y] = [value(a), value(g)];
  if (x !== undefined) return same(x, g);
  return y !== undefined && same(a, y);
}

const structureIsList = (tokens: readonly Token[]): boolean => {
  const structure = structureOf(tokens);
  return structure.kind === 'list' && structure.open === '';
};

const isColon = (token: Token): boolean => token.kind === 'mark' && token.text === ':';
const isRatio = (tokens: readonly Token[]): boolean => tokens.some(isColon);

/** `6:4` and `3:2`, and `3/2` for the latter; never `2:3`. */
function equalRatios(
  a: readonly Token[],
  g: readonly Token[],
  same: (x: readonly Token[], y: readonly Token[]) => boolean,
): boolean {
  const [left, right] = [splitTop(a, isColon), splitTop(g, isColon)];
  if (left.length === right.length) {
    if (left.every((side, i) => same(side, right[i] ?? []))) return true;
    const [x, y] = [left, right].map((sides) => sides.map((side) => evaluate(side)?.value.at[0]?.re ?? NaN));
    const ratios = x?.map((value, i) => value / (y?.[i] ?? NaN)) ?? [];
    return ratios.every((ratio) => ratio > 0 && Math.abs(ratio - (ratios[0] ?? NaN)) <= 1e-12 * ratio);
  }
  const ratio = left.length === 2 ? left : right.length === 2 ? right : undefined;
  const other = left.length === 2 ? g : a;
  const fraction = other.some((token) => token.text === 'frac' || token.text === '/');
  if (ratio === undefined || !fraction) return false;
  const [p, q] = ratio;
  const written: readonly Token[] = [...(p ?? []), { kind: 'mark', text: '/', space: false }, ...(q ?? [])];
  return same(written, other);
}
