import type { AuditRate } from '../protocol';
import { aroundShare, wilson } from './wilson';

/** Share of right answers among judged ones, with its Wilson interval (95 %); the unjudged are told as excluded. */
export function accuracyRate(rows: number, wrong: number, unjudged: number): AuditRate {
  const n = rows - unjudged;
  const k = n - wrong;
  const { low, high } = wilson(k, n);
  return {
    k,
    n,
    value: n === 0 ? NaN : k / n,
    low,
    high,
    method: 'our grading; Wilson 95 %',
    of: 'judged rows',
    excluded:
      unjudged === 0 ? [] : [{ reason: 'not judged: no gold answer, no response or no judge', n: unjudged }],
  };
}

const percent = (share: number): string => (100 * share).toFixed(1);

/** A rate with all that belongs to it, short enough for a table: `80.0 % (4 of 5; Wilson 95 %: 37.6–96.4 %)`. */
export function rateWords(k: number, n: number, of = ''): string {
  const base = `${k} of ${n}${of === '' ? '' : ` ${of}`}`;
  if (n === 0) return `no figure (${base})`;
  return `${percent(k / n)} % (${base}; Wilson 95 %: ${rangeWords(wilson(k, n))})`;
}

/** A mean of n values between 0 and 1: `62.5 % (2 problems; Wilson 95 %, rather too wide: 13.2–95.1 %)`. */
export const shareWords = (share: number, base: string, n: number): string =>
  `${percent(share)} % (${base}; Wilson 95 %, rather too wide: ${rangeWords(aroundShare(share, n))})`;

const rangeWords = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${percent(low)}–${percent(high)} %`;
