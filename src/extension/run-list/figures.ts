import type { StageSummary } from '../../protocol';

/** Names of metrics where a whole chart would not fit. */
const SHORT: Readonly<Partial<Record<string, string>>> = { val_accuracy: 'val', val_reward: 'val reward' };

/** A value of a metric, as `0.62`: in the Runs view, the status bar and beside a stage alike. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(1);
  return size < 10 ? value.toFixed(2) : size < 1000 ? value.toFixed(1) : value.toFixed(0);
}

/** `12/21`; only the step while the total is unknown, and nothing before the first. */
export function progressOf({ step, totalSteps }: Pick<StageSummary, 'step' | 'totalSteps'>): string {
  if (totalSteps > 0) return `${step}/${totalSteps}`;
  return step > 0 ? String(step) : '';
}

/** How far a stage is, as `progressOf`; nothing for the making of a dataset, whose steps are only points of its curves. */
export const stepsOf = (stage: Pick<StageSummary, 'kind' | 'step' | 'totalSteps'>): string =>
  stage.kind === 'make' ? '' : progressOf(stage);

/** `val 0.62`, or nothing. */
export function metricOf({ metric }: Pick<StageSummary, 'metric'>): string {
  return metric === undefined ? '' : `${SHORT[metric.name] ?? metric.name} ${formatValue(metric.value)}`;
}

/** A moment (ISO 8601) in as few words as tell it from others: the time of today, else the day. Nothing for what is none. */
export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  if (at.toDateString() === now.toDateString())
    return at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const sameYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleDateString([], {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** Time between two moments, `42 s`, `3 min`, `2 h 5 min`. ISO 8601; nothing for what is no time. */
export function duration(from: string | undefined, to: string | number = Date.now()): string {
  const seconds = Math.round((new Date(to).getTime() - new Date(from ?? '').getTime()) / 1000);
  if (!(seconds >= 0)) return '';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
