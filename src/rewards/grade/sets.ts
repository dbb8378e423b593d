import { evaluate } from './expression';
import { isReal } from './complex';
import { enclosed, splitTop } from './structure';
import type { Token } from './tokens';

/** One piece of a set of real numbers; a point has both ends closed and equal. */
interface Piece {
  readonly low: number;
  readonly lowClosed: boolean;
  readonly high: number;
  readonly highClosed: boolean;
}

/** A set of real numbers, as sorted pieces that do not touch, and the variable it was written with. */
export interface RealSet {
  readonly pieces: readonly Piece[];
  readonly variable: string | undefined;
}

const INEQUALITIES = new Set(['<', '>', '≤', '≥', '≠']);
const SIGNS = new Set([...INEQUALITIES, '=']);
const isMark = (token: Token, marks: Iterable<string>): boolean =>
  token.kind === 'mark' && [...marks].includes(token.text);
const MAX_DEPTH = 6;

/** Whether the tokens say in signs that they mean a set of numbers, not a point or a list. */
export const saysSet = (tokens: readonly Token[]): boolean =>
  tokens.some((token) => isMark(token, ['<', '>', '≤', '≥', '≠', '∪', '∈', '∖'])) ||
  tokens.some((token) => token.kind === 'name' && token.text === 'inf' && tokens.length > 2);

/** Reads an inequality, an interval, a union of them or a set in set-builder notation. */
export function realSetOf(tokens: readonly Token[], depth = 0): RealSet | undefined {
  if (tokens.length === 0 || depth > MAX_DEPTH) return undefined;
  const either = splitTop(tokens, (token) => isMark(token, ['∪']) || isWord(token, 'or'));
  if (either.length > 1) return combine(either, depth, unite);
  const without = splitTop(tokens, (token) => isMark(token, ['∖']));
  if (without.length === 2) {
    const [all, holes] = without.map((part) => realSetOf(part, depth + 1));
    return all === undefined || holes === undefined
      ? undefined
      : { pieces: intersect(all.pieces, complement(holes.pieces)), variable: all.variable };
  }
  const every = splitTop(tokens, (token) => isMark(token, [',', ';', '∩']) || isWord(token, 'and'));
  if (every.length > 1 && !('(['.includes(tokens[0]?.text ?? ' ') && enclosed(tokens))) {
    if (!every.every((part) => part.some((token) => isMark(token, [...INEQUALITIES, '∈'])))) return undefined;
    const both = combine(every, depth, intersect);
    // `x < 1, x > 5` cannot mean "and".
    const said = tokens.some((token) => isWord(token, 'and'));
    return both?.pieces.length === 0 && !said ? combine(every, depth, unite) : both;
  }
  return member(tokens, depth) ?? bracketed(tokens, depth) ?? inequality(tokens);
}

const isWord = (token: Token, word: string): boolean =>
  token.kind === 'name' && token.text.toLowerCase() === word;

function combine(
  parts: readonly (readonly Token[])[],
  depth: number,
  join: (a: readonly Piece[], b: readonly Piece[]) => readonly Piece[],
): RealSet | undefined {
  const sets = parts.map((part) => realSetOf(part, depth + 1));
  if (sets.length > 16 || !sets.every((set) => set !== undefined)) return undefined;
  const names = new Set(sets.flatMap(({ variable }) => variable ?? []));
  if (names.size > 1) return undefined;
  const [first, ...rest] = sets;
  if (first === undefined) return undefined;
  return {
    pieces: rest.reduce((all, { pieces }) => join(all, pieces), first.pieces),
    variable: [...names][0],
  };
}

/** `x ∈ S`. */
function member(tokens: readonly Token[], depth: number): RealSet | undefined {
  const [name, sign] = tokens;
  if (name?.kind !== 'name' || sign?.text !== '∈') return undefined;
  const set = realSetOf(tokens.slice(2), depth + 1);
  return set === undefined ? undefined : { ...set, variable: name.text };
}

function bracketed(tokens: readonly Token[], depth: number): RealSet | undefined {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined || !isMark(first, '([{⦃') || !enclosed(tokens))
    return undefined;
  const inner = tokens.slice(1, -1);
  const bar = splitTop(inner, (token) => isMark(token, ['|', ':']));
  if (bar.length === 2 && bar[1] !== undefined && isMark(first, '{⦃')) return realSetOf(bar[1], depth + 1);
  const ends = splitTop(inner, (token) => isMark(token, [',', ';'])).map(numberOf);
  if (isMark(first, '{⦃')) {
    if (ends.length > 16 || !ends.every((end) => end !== undefined)) return undefined;
    const points = ends.map((at) => ({ low: at, lowClosed: true, high: at, highClosed: true }));
    return {
      pieces: points.reduce<readonly Piece[]>((all, point) => unite(all, [point]), []),
      variable: undefined,
    };
  }
  const [low, high] = ends;
  if (ends.length !== 2 || low === undefined || high === undefined || !(low <= high)) return undefined;
  const piece = { low, lowClosed: first.text === '[', high, highClosed: last.text === ']' };
  return { pieces: [piece], variable: undefined };
}

function numberOf(tokens: readonly Token[]): number | undefined {
  const found = evaluate(tokens);
  const at = found?.variables.length === 0 ? found.value.at[0] : undefined;
  return at !== undefined && isReal(at) && !Number.isNaN(at.re) ? at.re : undefined;
}

/** `x < 3`, `1 ≤ x < 3`, `3 > x`, `x ≠ 2`: one variable between numbers. */
function inequality(tokens: readonly Token[]): RealSet | undefined {
  const sides = splitTop(tokens, (token) => isMark(token, SIGNS));
  const signs = tokens.filter((token) => isMark(token, SIGNS)).map(({ text }) => text);
  if (sides.length < 2 || sides.length > 3 || signs.length !== sides.length - 1) return undefined;
  const at = sides.findIndex(
    (side) => side.length === 1 && side[0]?.kind === 'name' && side[0].text !== 'inf',
  );
  const variable = sides[at]?.[0]?.text;
  if (variable === undefined || (sides.length === 3 && at !== 1)) return undefined;
  let pieces: readonly Piece[] = ALL;
  for (const [i, side] of sides.entries()) {
    if (i === at) continue;
    const bound = numberOf(side);
    const sign = signs[Math.min(i, at)];
    if (bound === undefined || sign === undefined) return undefined;
    pieces = intersect(pieces, half(i < at ? (FLIPPED[sign] ?? sign) : sign, bound));
  }
  return { pieces, variable };
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '≤': '≥', '≥': '≤' };
const ALL: readonly Piece[] = [{ low: -Infinity, lowClosed: false, high: Infinity, highClosed: false }];

function half(sign: string, bound: number): readonly Piece[] {
  const point = { low: bound, lowClosed: true, high: bound, highClosed: true };
  if (sign === '=') return [point];
  if (sign === '≠') return complement([point]);
  const closed = sign === '≤' || sign === '≥';
  return sign === '<' || sign === '≤'
    ? [{ low: -Infinity, lowClosed: false, high: bound, highClosed: closed }]
    : [{ low: bound, lowClosed: closed, high: Infinity, highClosed: false }];
}

function unite(a: readonly Piece[], b: readonly Piece[]): readonly Piece[] {
  const sorted = [...a, ...b].sort((p, q) => p.low - q.low || Number(q.lowClosed) - Number(p.lowClosed));
  const joined: Piece[] = [];
  for (const piece of sorted) {
    const last = joined.at(-1);
    const touches =
      last !== undefined &&
      (piece.low < last.high || (piece.low === last.high && (piece.lowClosed || last.highClosed)));
    if (!touches) {
      joined.push(piece);
      continue;
    }
    const further = piece.high > last.high || (piece.high === last.high && piece.highClosed);
    if (further) joined[joined.length - 1] = { ...last, high: piece.high, highClosed: piece.highClosed };
  }
  return joined;
}

function intersect(a: readonly Piece[], b: readonly Piece[]): readonly Piece[] {
  return a.flatMap((p) =>
    b.flatMap((q) => {
      const low = Math.max(p.low, q.low);
      const high = Math.min(p.high, q.high);
      const lowClosed = (p.low < low || p.lowClosed) && (q.low < low || q.lowClosed);
      const highClosed = (p.high > high || p.highClosed) && (q.high > high || q.highClosed);
      const some = low < high || (low === high && lowClosed && highClosed);
      return some ? [{ low, lowClosed, high, highClosed }] : [];
    }),
  );
}

function complement(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.reduce<readonly Piece[]>((rest, { low, lowClosed, high, highClosed }) => {
    const below = { low: -Infinity, lowClosed: false, high: low, highClosed: !lowClosed };
    const above = { low: high, lowClosed: !highClosed, high: Infinity, highClosed: false };
    return intersect(
      rest,
      [below, above].filter((piece) => piece.low < piece.high),
    );
  }, ALL);
}

/** Whether two sets are the same; ends must agree to nine digits, and variables where both name one. */
export function equalSets(a: RealSet, g: RealSet): boolean {
  if (a.variable !== undefined && g.variable !== undefined && a.variable !== g.variable) return false;
  const near = (x: number, y: number): boolean =>
    x === y ||
    (Number.isFinite(x) &&
      Number.isFinite(y) &&
      Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y)));
  return (
    a.pieces.length === g.pieces.length &&
    a.pieces.every((p, i) => {
      const q = g.pieces[i];
      if (q === undefined) return false;
      const ends = near(p.low, q.low) && near(p.high, q.high);
      return ends && p.lowClosed === q.lowClosed && p.highClosed === q.highClosed;
    })
  );
}
