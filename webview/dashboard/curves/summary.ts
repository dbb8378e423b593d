import { formatNumber, metricTitle, plural } from '../../kit/format';
import type { ChartSpec } from './charts';
import type { Line } from './lines';

/** What a chart shows, in a sentence or two, for those who do not see it. */
export function summaryOf({ title }: ChartSpec, lines: readonly Line[], names: readonly string[]): string {
  if (lines.length === 0) return `${title}: no points in this range.`;
  const parts = [...lines].reverse().map(({ run, metric, curve }) => {
    const of = names.length > 1 ? ` of ${names[run] ?? 'a run'}` : '';
    const name = `${metricTitle(metric)}${of}`;
    const { y, low, high } = curve;
    let [first, last, broken] = [NaN, NaN, 0];
    let [min, max] = [Infinity, -Infinity];
    for (let i = 0; i < y.length; i += 1) {
      const value = y[i] ?? NaN;
      if (!Number.isFinite(value)) {
        broken += 1;
        continue;
      }
      if (Number.isNaN(first)) first = value;
      last = value;
      min = Math.min(min, low[i] ?? NaN);
      max = Math.max(max, high[i] ?? NaN);
    }
    const notNumbers = broken === 0 ? '' : `, ${plural(broken, 'value')} not a number`;
    if (Number.isNaN(first)) return `${name}: ${plural(curve.points, 'point')}${notNumbers}.`;
    return (
      `${name}: from ${formatNumber(first)} to ${formatNumber(last)}, ` +
      `between ${formatNumber(min)} and ${formatNumber(max)}, ${plural(curve.points, 'point')}${notNumbers}.`
    );
  });
  return `${title}. ${parts.join(' ')}`;
}
