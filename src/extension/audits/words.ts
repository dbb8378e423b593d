import { l10n } from 'vscode';
import type { AuditBenchmark, AuditRate, AuditSet } from '../../protocol';
import { moment } from '../run-list/figures';

/** Between the parts of a description. */
const BETWEEN = ' · ';

/** `83.1 % [80.2, 85.7], n 900`: never a bare percentage. Nothing where nothing was counted. */
export function rateWords({ value, low, high, n }: AuditRate): string {
  if (n === 0 || !Number.isFinite(value)) return '';
  const percent = (share: number): string => (share * 100).toFixed(1);
  return l10n.t('{0} % [{1}, {2}], n {3}', percent(value), percent(low), percent(high), count(n));
}

/** Behind an audit's name: how many failures of how many, what has been said of them, and when it was made. */
export function setDescription(set: AuditSet, now = new Date()): string {
  const { failures, rows, unjudged, created, problems, benchmarks } = set;
  const parts = [
    // A run's predictions are read when somebody first opens its audit.
    benchmarks.length === 0 && rows === 0 && set.kind === 'run'
      ? l10n.t('not read yet')
      : failures === 1
        ? l10n.t('1 failure of {0}', count(rows))
        : l10n.t('{0} failures of {1}', count(failures), count(rows)),
    moment(created, now),
    unjudged > 0 ? l10n.t('{0} unjudged', count(unjudged)) : '',
    methodWords(set),
    problems.length > 0 ? l10n.t('problems {0}', problems.length) : '',
  ];
  return parts.filter(Boolean).join(BETWEEN);
}

/** `judge 412, human 40`: how many failures each method has spoken of. */
export const methodWords = ({ methods }: Pick<AuditSet, 'methods'>): string =>
  Object.entries(methods)
    .filter(([, n]) => n > 0)
    .map(([method, n]) => `${method} ${count(n)}`)
    .join(', ');

/** Behind a benchmark's name: its accuracy with interval, its failures, and whether the program's own figure differs. */
export function benchmarkDescription({ accuracy, wrong, unjudged, differs }: AuditBenchmark): string {
  const parts = [
    rateWords(accuracy),
    wrong === 1 ? l10n.t('1 failure') : l10n.t('{0} failures', count(wrong)),
    unjudged > 0 ? l10n.t('{0} unjudged', count(unjudged)) : '',
    differs === undefined ? '' : l10n.t('differs from its own figure'),
  ];
  return parts.filter(Boolean).join(BETWEEN);
}

export const count = (n: number): string => n.toLocaleString('en-US');
