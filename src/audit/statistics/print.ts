import type { Figure } from './rate';

// A figure read back from JSON has null where it had NaN: both are no finite number.
export const printPercent = (value: number): string =>
  !Number.isFinite(value) ? '–' : `${(100 * value).toFixed(1).replace('-', '−')} %`;

export const printProbability = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);

/** Fixed digits without a minus before zero. */
const tidy = (value: number, digits: number): string => value.toFixed(digits).replace(/^-(?=[0.]*$)/, '');

const count = (n: number): string => n.toLocaleString('en-US');
const number = (value: number): string =>
  !Number.isFinite(value) ? '–' : tidy(value, value >= 100 ? 0 : 1).replace('-', '−');

/**
 * A figure with all that belongs to it: `87.0 % (87 of 100 items; Wilson 95 %: 79.0–92.2 %; excluded: 3 no image)`.
 * The only printer of figures, so that none is ever shown bare.
 */
export function printFigure(figure: Figure): string {
  const excluded =
    figure.excluded.length === 0
      ? ''
      : `; excluded: ${figure.excluded.map(({ n, reason }) => `${count(n)} ${reason}`).join(', ')}`;
  if (figure.n === 0) return `no figure (0 ${figure.of}${excluded})`;
  const percent = figure.kind === 'rate' || figure.unit === '';
  const value = percent ? printPercent(figure.value) : `${number(figure.value)} ${figure.unit}`;
  const range = !Number.isFinite(figure.low)
    ? figure.method
    : `${figure.method}: ${percent ? `${(100 * figure.low).toFixed(1)}–${printPercent(figure.high)}` : `${number(figure.low)}–${number(figure.high)}`}`;
  const base =
    figure.kind === 'rate'
      ? `${count(figure.k)} of ${count(figure.n)} ${figure.of}`
      : `${count(figure.n)} ${figure.of}`;
  return `${value} (${base}; ${range.replaceAll(/(^|[ –])-/g, '$1−')}${excluded})`;
}
