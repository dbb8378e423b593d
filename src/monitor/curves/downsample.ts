import { lowerBound, upperBound } from './column';

/** Ascending points that lie `shift` further right on the axis than their own `x` says. */
export interface Segment {
  readonly x: Float64Array;
  readonly shift: number;
  readonly values: Float64Array;
  readonly smooth?: Float64Array;
}

export interface Sampled {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly smooth?: Float64Array;
  readonly points: number;
}

/**
 * The part of some segments between `from` and `to`, in at most `buckets` points (or one a segment, where there are
 * more segments). Fewer points are given as they are. Otherwise the axis is cut at multiples of a power of two, so that
 * the buckets of a growing curve stay what they are; each that holds points of a segment becomes one: x in the middle
 * of its first and last, the mean, the extremes, and the moving average at its last. No bucket has points of two
 * segments. NaN is left out of a mean, and stands only where a bucket holds nothing else.
 */
export function downsample(segments: readonly Segment[], from: number, to: number, buckets: number): Sampled {
  const parts = segments
    .map((segment) => ({
      segment,
      first: lowerBound(segment.x, from - segment.shift),
      end: upperBound(segment.x, to - segment.shift),
    }))
    .filter(({ first, end }) => end > first);
  const points = parts.reduce((sum, { first, end }) => sum + end - first, 0);
  const width = points <= buckets ? 0 : bucketWidth(parts.map(spanOf), buckets);
  const cells = parts.flatMap((part) => cellsOf(part, width));
  if (!isAscending(cells)) cells.sort((a, b) => middle(a) - middle(b));
  const column = (of: (cell: Cell) => number): Float64Array => Float64Array.from(cells, of);
  return {
    x: column(middle),
    y: column(({ count, low, sum }) => (count === 0 ? NaN : count === 1 ? low : sum / count)),
    low: column(({ count, low }) => (count === 0 ? NaN : low)),
    high: column(({ count, high }) => (count === 0 ? NaN : high)),
    ...(segments.some(({ smooth }) => smooth !== undefined)
      ? { smooth: column(({ smooth }) => smooth) }
      : {}),
    points,
  };
}

interface Part {
  readonly segment: Segment;
  readonly first: number;
  readonly end: number;
}

/** Buckets of one segment, in order; a width of 0 gives each point its own. */
function cellsOf({ segment: { x, shift, values, smooth }, first, end }: Part, width: number): Cell[] {
  const cells: Cell[] = [];
  let last: Cell | undefined;
  for (let i = first; i < end; i += 1) {
    const at = (x[i] ?? 0) + shift;
    const key = width === 0 ? i : Math.floor(at / width);
    if (last?.key !== key) {
      last = { key, first: at, last: at, sum: 0, count: 0, low: Infinity, high: -Infinity, smooth: NaN };
      cells.push(last);
    }
    const value = values[i] ?? NaN;
    last.last = at;
    last.smooth = smooth?.[i] ?? NaN;
    if (value !== value) continue;
    last.sum += value;
    last.count += 1;
    if (value < last.low) last.low = value;
    if (value > last.high) last.high = value;
  }
  return cells;
}

interface Cell {
  readonly key: number;
  readonly first: number;
  last: number;
  sum: number;
  count: number;
  low: number;
  high: number;
  smooth: number;
}

const middle = ({ first, last }: Cell): number => (first === last ? first : (first + last) / 2);

/** Segments that lie over one another, as of clocks that went back, do not come in order. */
const isAscending = (cells: readonly Cell[]): boolean =>
  cells.every((cell, i) => {
    const before = cells[i - 1];
    return before === undefined || middle(before) <= middle(cell);
  });

type Span = readonly [from: number, to: number];

const spanOf = ({ segment: { x, shift }, first, end }: Part): Span => [
  (x[first] ?? 0) + shift,
  (x[end - 1] ?? 0) + shift,
];

/** Wider than any axis. */
const WIDEST = 2 ** 80;

/** The smallest power of two whose multiples cut some spans into at most so many pieces, or each into one. */
export function bucketWidth(spans: readonly Span[], buckets: number): number {
  const limit = Math.max(buckets, spans.length);
  const pieces = (width: number): number =>
    spans.reduce((sum, [from, to]) => sum + Math.floor(to / width) - Math.floor(from / width) + 1, 0);
  const length = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  let width = 2 ** Math.floor(Math.log2(Math.max(length / limit, 1e-6)));
  while (pieces(width) > limit && width < WIDEST) width *= 2;
  return width;
}
