import type { Axis, DashboardState } from '../../../src/protocol/runs';

/** Runs that can lie over one another: more than these cannot be told apart. */
export const MOST_RUNS = 5;

export const TABS = [
  'curves',
  'samples',
  'findings',
  'compare',
] as const satisfies readonly DashboardState['tab'][];

/** The heaviest smoothing that can be asked for. */
export const MOST_SMOOTHING = 0.99;

export const freshState = (runs: readonly string[]): DashboardState => ({
  runs: runs.slice(0, MOST_RUNS),
  axis: 'step',
  smoothing: 0,
  logScale: false,
  hidden: [],
  tab: 'curves',
});

/** A state that was kept in an earlier life, of this version or another: what does not fit is as in a fresh one. */
export function readState(value: unknown, runs: readonly string[]): DashboardState {
  if (typeof value !== 'object' || value === null) return freshState(runs);
  const kept = value as Readonly<Record<string, unknown>>;
  const keptRuns = texts(kept.runs);
  const fresh = freshState(keptRuns.length > 0 ? keptRuns : runs);
  const { smoothing, axis, tab, zoom } = kept;
  return {
    ...fresh,
    axis: axis === 'time' ? ('time' satisfies Axis) : 'step',
    smoothing: typeof smoothing === 'number' && smoothing >= 0 && smoothing <= MOST_SMOOTHING ? smoothing : 0,
    logScale: kept.logScale === true,
    hidden: texts(kept.hidden),
    tab: TABS.find((known) => known === tab) ?? 'curves',
    ...(isRange(zoom) ? { zoom } : {}),
  };
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const isRange = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((bound) => typeof bound === 'number' && Number.isFinite(bound)) &&
  value[0] < value[1];
