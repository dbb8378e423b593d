import type { SourceFacts } from '../../data';
import { count } from './markdown';

const WIDTH = 20;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** Pass rates in bars of block characters, a line for each tenth, with the mean and the rows that have none. */
export function histogram({ bins, mean, missing }: NonNullable<SourceFacts['difficulty']>): string {
  const most = Math.max(1, ...bins);
  const widest = Math.max(...bins.map((rows) => count(rows).length));
  const total = bins.reduce((sum, rows) => sum + rows, 0);
  const head = total === 0 ? 'pass rate: no row has one' : `pass rate, mean ${mean.toFixed(2)}`;
  return [
    `${head}${missing === 0 || total === 0 ? '' : `, ${count(missing, 'row')} without`}`,
    ...bins.map((rows, index) => {
      const from = (index / bins.length).toFixed(1);
      const to = ((index + 1) / bins.length).toFixed(1);
      return `${from}–${to} ${bar(rows / most).padEnd(WIDTH)} ${count(rows).padStart(widest)}`;
    }),
  ].join('\n');
}

/** A share of the full width; what is not nothing is seen. */
function bar(share: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(share * WIDTH * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
