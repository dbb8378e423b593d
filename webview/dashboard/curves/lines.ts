import type { Curve } from '../../../src/protocol/runs';
import { metricsOf, type ChartSpec } from './charts';

/** A curve on a chart. */
export interface Line {
  /** Position of its run among those shown: 0 is the main one. */
  readonly run: number;
  readonly metric: string;
  readonly scale: 'left' | 'right';
  /** Position of its metric in the chart. */
  readonly part: number;
  readonly curve: Curve;
}

/** Each run's curves of a chart, the main run's last, so that they lie on top. */
export function linesOf(
  spec: ChartSpec,
  runs: readonly (ReadonlyMap<string, Curve> | undefined)[],
): readonly Line[] {
  const metrics = metricsOf(spec);
  return runs
    .flatMap((curves, run) =>
      metrics.flatMap((metric, part): readonly Line[] => {
        const curve = curves?.get(metric);
        const scale = part < spec.left.length ? 'left' : 'right';
        return curve === undefined || curve.x.length === 0 ? [] : [{ run, metric, scale, part, curve }];
      }),
    )
    .reverse();
}

/** What is drawn for a line: the moving average where there is one. */
export const shownValues = ({ smooth, y }: Curve): Float64Array => smooth ?? y;

/** Whether its points stand for many each, so that their extremes say something. */
export const isBucketed = ({ points, x }: Curve): boolean => points > x.length;

/** Indices of points behind which a line is broken: the next one lies beyond a boundary. */
export function brokenAfter(x: Float64Array, boundaries: readonly number[]): ReadonlySet<number> {
  const broken = new Set<number>();
  for (const boundary of boundaries) {
    const next = x.findIndex((at) => at > boundary);
    const end = next < 0 ? x.length - 1 : next - 1;
    // The last step of a stage and what was measured before the first of the next stand at one place.
    if (x[end] === boundary && x[end - 1] === boundary) broken.add(end - 1);
    else if (next > 0) broken.add(end);
  }
  return broken;
}

/** Index of the point nearest to a place on the axis; -1 without points. */
export function nearest(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && at - (x[before] ?? -Infinity) <= (x[low] ?? Infinity) - at ? before : low;
}
