/** How many of the first values make up what is usual for a run. */
export const BASELINE = 10;
const KEPT = 64;

/** A curve in bounded memory: its beginning, its end, and its extremes. */
export interface Series {
  readonly add: (value: number) => void;
  readonly count: () => number;
  /** The first ten values, or as many as there are. */
  readonly first: () => readonly number[];
  /** The last so many, oldest first; at most 64. */
  readonly last: (count: number) => readonly number[];
  readonly max: () => number;
}

export function series(): Series {
  const first: number[] = [];
  const last: number[] = [];
  let count = 0;
  let max = -Infinity;
  return {
    add: (value) => {
      count += 1;
      max = Math.max(max, value);
      if (first.length < BASELINE) first.push(value);
      last.push(value);
      if (last.length > KEPT) last.shift();
    },
    count: () => count,
    first: () => first,
    last: (wanted) => last.slice(-wanted),
    max: () => max,
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** A figure as a sentence shows it. */
export const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'not a number';
