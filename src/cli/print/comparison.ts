import { printComparison, printFigure, type Audit, type RunComparison as AuditComparison } from '../../audit';
import type { RunComparison } from '../../protocol';
import { duration } from './progress';
import { columns, visibleInline } from './text-width';

/** How runs differ, in plain text. Columns are numbered as the runs are. */
export function comparisonText(
  { runs, settings, metrics, unknown = [] }: RunComparison,
  seconds: readonly number[],
  audits: readonly Audit[],
  pair: AuditComparison | undefined,
): string {
  const numbers = runs.map((_run, i) => `#${i + 1}`);
  const list = runs.map(({ id, state }, i) => [
    `#${i + 1}`,
    visibleInline(id),
    state,
    duration(seconds[i] ?? 0),
  ]);
  const accuracy = audits.map(({ summary: { arms } }, i) => [
    `#${i + 1}`,
    arms.image === undefined ? 'no answers from the image' : printFigure(arms.image.mean),
  ]);
  return [
    ...columns(list),
    '',
    ...unknown.map((id) => `The settings of ${visibleInline(id)} are unknown: its run.json cannot be read.`),
    ...(settings.length === 0
      ? runs.length - unknown.length < 2
        ? []
        : ['No settings differ.']
      : table(
          ['setting', '', ...numbers],
          settings.map(({ stage, key, values }) => [
            stage,
            key,
            ...values.map((value, i) => value ?? (unknown.includes(runs[i]?.id ?? '') ? '?' : '-')),
          ]),
        )),
    ...(metrics.length === 0
      ? []
      : [
          '',
          ...table(
            ['last (best)', '', ...numbers],
            metrics.map(({ stage, metric, values }) => [
              stage,
              metric,
              ...values.map((value) =>
                value === undefined
                  ? '-'
                  : `${figure(value.last)}${value.best === undefined ? '' : ` (${figure(value.best)})`}`,
              ),
            ]),
          ),
        ]),
    ...(accuracy.length === 0 ? [] : ['', 'Audited accuracy', ...columns(accuracy)]),
    ...(pair === undefined ? [] : ['', printComparison(pair).trimEnd()]),
  ].join('\n');
}

const figure = (value: number): string => String(Number(value.toPrecision(4)));

/** A stage's name stands at its first line alone. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  columns(
    [head, ...rows.map((row, i) => [row[0] === rows[i - 1]?.[0] ? '' : row[0], ...row.slice(1)])].map((row) =>
      row.map((cell) => visibleInline(cell ?? '').slice(0, 60)),
    ),
  );
