import {
  LABELS,
  isLabel,
  type AgreementFigure,
  type AuditFigures,
  type AuditRate,
  type CorrectedRate,
} from '../../protocol';
import { printFigure, printPercent } from '../statistics';

/** A rate as it travels, in words with all that belongs to it. */
export const printRate = (rate: AuditRate): string => printFigure({ kind: 'rate', ...rate });

/** A corrected share with its interval and what it rests on: never the number alone. */
export function printCorrected({
  value,
  low,
  high,
  method,
  observed,
  sensitivity,
  specificity,
}: CorrectedRate): string {
  return (
    `${printPercent(value)} (${(100 * low).toFixed(1)}–${printPercent(high)}; ${method}; ` +
    `observed ${printRate(observed)}; sensitivity ${printRate(sensitivity)}; specificity ${printRate(specificity)})`
  );
}

/** Kappa in words, or why there is none. */
export function printKappa({ kappa }: AgreementFigure): string {
  if (kappa === undefined) return 'no kappa: one of the two uses a single label';
  const number = (value: number): string => value.toFixed(2).replace('-', '−');
  return `kappa ${number(kappa.value)} (${number(kappa.low)} to ${number(kappa.high)}; ${kappa.method})`;
}

/** A set's figures in plain text, for a terminal. */
export function printFigures(figures: AuditFigures): string {
  const { accuracy, perception, withheld, labels, agreement, corrected, controls, notes } = figures;
  const lines = [`Accuracy  ${printRate(accuracy)}`];
  const methods = [
    ...new Set([...Object.keys(perception), ...Object.keys(withheld)]),
  ] as (keyof typeof perception)[];
  if (methods.length === 0) lines.push('', 'No failure has been attributed yet.');
  else lines.push('', 'Failures that are perception');
  for (const method of methods) {
    const share = perception[method];
    lines.push(
      `  ${method.padEnd(14)} ${share === undefined ? `withheld: ${withheld[method] ?? ''}` : printRate(share)}`,
    );
    for (const { label, rate } of labels.filter((one) => one.method === method))
      lines.push(`    ${(isLabel(label) ? LABELS[label].title : label).padEnd(16)} ${printRate(rate)}`);
  }
  if (corrected !== undefined)
    lines.push('', 'Judge, corrected for its errors', `  ${printCorrected(corrected)}`);
  if (controls !== undefined) {
    lines.push('', 'Judge on seeded controls', `  sensitivity  ${printRate(controls.sensitivity)}`);
    lines.push(`  specificity  ${printRate(controls.specificity)}`);
  }
  for (const pair of agreement) lines.push('', ...agreementLines(pair));
  if (notes.length > 0) lines.push('', ...notes.map((note) => `Note: ${note}`));
  return `${lines.join('\n')}\n`;
}

function agreementLines(pair: AgreementFigure): readonly string[] {
  const cells = [
    [`${pair.first} \\ ${pair.second}`, ...pair.labels],
    ...pair.labels.map((label, i) => [label, ...(pair.counts[i] ?? []).map(String)]),
  ];
  const width = Math.max(...cells.flat().map(({ length }) => length));
  return [
    `${pair.first} and ${pair.second}${pair.labels.includes('not PERC') ? ', perception or not' : ''}`,
    `  agree  ${printRate(pair.agreement)}`,
    `  ${printKappa(pair)}`,
    ...cells.map(
      (row) => `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(width) : cell.padStart(8))).join('  ')}`,
    ),
  ];
}
