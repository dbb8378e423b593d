import { shownValues, type Line } from './lines';

/**
 * Lines with points of their own as columns over one axis, as uPlot wants them: `undefined` where a line has no point
 * there, so that it is drawn on, `null` where it has one that cannot be drawn, so that it breaks.
 */
export interface Columns {
  readonly x: readonly number[];
  readonly values: readonly (readonly (number | null | undefined)[])[];
}

/** `positive`: a logarithmic axis, on which only numbers above 0 have a place. */
export function align(
  lines: readonly Line[],
  positive: { readonly left: boolean; readonly right: boolean },
): Columns {
  const x = union(lines.map(({ curve }) => curve.x));
  const values = lines.map(({ curve, scale }) => {
    const shown = shownValues(curve);
    const column = new Array<number | null | undefined>(x.length).fill(undefined);
    let at = 0;
    for (let i = 0; i < curve.x.length; i += 1) {
      const place = curve.x[i] ?? NaN;
      while (at < x.length && (x[at] ?? Infinity) < place) at += 1;
      const value = shown[i] ?? NaN;
      column[at] = Number.isFinite(value) && (value > 0 || !positive[scale]) ? value : null;
    }
    return column;
  });
  return { x, values };
}

/** All numbers of ascending lists, ascending, each once. */
function union(lists: readonly Float64Array[]): number[] {
  const filled = lists.filter(({ length }) => length > 0);
  const [first] = filled;
  if (first === undefined) return [];
  if (filled.every((list) => sameNumbers(list, first))) return Array.from(first);
  const all = new Float64Array(filled.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of filled) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  return Array.from(all).filter((value, i) => i === 0 || value !== all[i - 1]);
}

const sameNumbers = (a: Float64Array, b: Float64Array): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
