import type { AuditRate } from '../../../src/protocol/audit';
import { formatCount, formatNumber } from '../../kit/format';

const tenth = (share: number): string => (100 * share).toFixed(1);

/** `86.9 % [83.3, 89.8]`: a share with its interval, in per cent. Without items there is none. */
export const shareWords = ({
  value,
  low,
  high,
  n,
}: Pick<AuditRate, 'value' | 'low' | 'high' | 'n'>): string =>
  n === 0 ? 'none to count' : `${tenth(value)} % ${intervalWords(low, high)}`;

/** `[83.3, 89.8]`. */
export const intervalWords = (low: number, high: number): string => `[${tenth(low)}, ${tenth(high)}]`;

/** `358 of 412 failures`. */
export const countWords = ({ k, n, of }: Pick<AuditRate, 'k' | 'n' | 'of'>): string =>
  `${formatCount(k)} of ${formatCount(n)} ${of}`;

/** How it was counted and what was left out: `Wilson 95 %; excluded: 3 no image`. */
export const methodWords = ({ method, excluded }: Pick<AuditRate, 'method' | 'excluded'>): string =>
  [
    method,
    ...(excluded.length === 0
      ? []
      : [`excluded: ${excluded.map(({ reason, n }) => `${formatCount(n)} ${reason}`).join(', ')}`]),
  ].join('; ');

/** Everything that belongs to a rate, in a sentence. */
export const rateWords = (rate: AuditRate): string =>
  `${shareWords(rate)}, ${countWords(rate)} (${methodWords(rate)})`;

/** A p value: `p < 0.001`, `p = 0.034`. */
export const pWords = (p: number): string =>
  p < 0.001 ? 'p < 0.001' : `p = ${formatNumber(Number(p.toPrecision(2)))}`;
