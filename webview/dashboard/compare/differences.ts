import { directionOf } from '../../../src/protocol/metrics';
import type { RunComparison, RunSummary } from '../../../src/protocol/runs';
import { formatNumber, metricTitle } from '../../kit/format';

/** How a later run's value stands to the first run's. */
export interface Difference {
  readonly text: string;
  readonly kind: 'better' | 'worse' | 'other';
}

/** `+0.07 better`; undefined when either value is missing or not a number, or both are equal. */
export function difference(
  metric: string,
  first: number | undefined,
  value: number | undefined,
): Difference | undefined {
  if (first === undefined || value === undefined) return undefined;
  const delta = value - first;
  if (!Number.isFinite(delta) || delta === 0) return undefined;
  const direction = directionOf(metric);
  const kind = direction === 'none' ? 'other' : delta > 0 === (direction === 'up') ? 'better' : 'worse';
  const text = formatNumber(Number(delta.toPrecision(3)));
  return { kind, text: delta > 0 ? `+${text}` : text };
}

/** The letter by which a table names a run: A, B, ... */
export const letterOf = (index: number): string => String.fromCharCode(65 + (index % 26));

/** A run's name as a person tells it apart: its variant or, among equals, its id. */
export function runTitles(runs: readonly RunSummary[]): readonly string[] {
  const named = runs.map(({ name, variant }) => (variant === undefined ? name : `${name}, ${variant}`));
  return runs.map(({ id }, i) => {
    const own = named[i] ?? id;
    return named.indexOf(own) === named.lastIndexOf(own) ? own : id;
  });
}

/** The metrics by which a comparison is told in words, best known first. */
const TELLING = ['val_accuracy', 'val_reward', 'accuracy', 'reward', 'loss'];
/** More differing settings than these are only counted. */
const MOST_SETTINGS = 4;

/** The comparison in plain sentences, each later run against the first. */
export function comparisonWords({ runs, settings, metrics }: RunComparison): readonly string[] {
  const keys = settings.map(({ stage, key }) => (stage === '' ? key : `${key} of ${stage}`));
  const first =
    keys.length === 0
      ? 'The runs have the same settings.'
      : keys.length <= MOST_SETTINGS
        ? `The runs differ in ${keys.join(', ')}.`
        : `The runs differ in ${keys.length} settings.`;
  const stages = [...new Set(metrics.map(({ stage }) => stage))];
  const sentences = runs.slice(1).flatMap((_, later) => {
    const told = stages.flatMap((stage) => {
      const row = TELLING.map((name) =>
        metrics.find((entry) => entry.stage === stage && entry.metric === name && hasBoth(entry, later + 1)),
      ).find((entry) => entry !== undefined);
      return row === undefined ? [] : [stageWords(row, later + 1)];
    });
    return told.length === 0
      ? [`${letterOf(later + 1)} and A have no stage with a metric in common.`]
      : [`${letterOf(later + 1)} against A: ${told.join('; ')}.`];
  });
  return [first, ...sentences];
}

type MetricRow = RunComparison['metrics'][number];

const hasBoth = ({ values }: MetricRow, later: number): boolean =>
  values[0] !== undefined && values[later] !== undefined;

function stageWords({ stage, metric, values }: MetricRow, later: number): string {
  const [first, value] = [values[0]?.last, values[later]?.last];
  const title = metricTitle(metric).toLowerCase();
  const delta = difference(metric, first, value);
  const now = `${title} of ${stage} ends at ${formatNumber(value ?? NaN)}`;
  if (delta === undefined)
    return first === value ? `${now}, the same` : `${now}, against ${formatNumber(first ?? NaN)}`;
  return `${now} (${delta.text}${delta.kind === 'other' ? '' : `, ${delta.kind}`})`;
}
