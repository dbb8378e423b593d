import type { StageRows } from './stage-rows';

/** Steps that a stage takes when so many of its rows are left; the plan's formula. */
export function planSteps({ stage: { settings } }: Pick<StageRows, 'stage'>, rows: number): number {
  const { batch, epochs, steps } = settings;
  const perEpoch = Math.floor(rows / batch);
  if (perEpoch === 0) return 0;
  return steps ?? Math.floor(perEpoch * epochs + 1e-9);
}
