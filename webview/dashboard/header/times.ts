import { isLive, type RunSummary, type StageSummary } from '../../../src/protocol/runs';

/** Seconds that a run has taken: until now while it lives, else until its last stage ended. Absent before it began. */
export function elapsedSeconds(summary: RunSummary, now: number): number | undefined {
  const started = timesOf(summary.stages.map((stage) => stage.started));
  if (started.length === 0) return undefined;
  const ended = timesOf(summary.stages.map((stage) => stage.ended));
  const end = isLive(summary) ? now : ended.length === 0 ? undefined : Math.max(...ended);
  return end === undefined ? undefined : Math.max(0, (end - Math.min(...started)) / 1000);
}

/** The stage that runs, else the last training stage that has begun: what comes after it has no figures. */
export const currentStage = ({ stages }: RunSummary): StageSummary | undefined =>
  stages.find(({ state }) => state === 'running') ??
  stages.findLast(({ kind, started }) => kind === 'stage' && started !== undefined);

/**
 * Seconds until the end of a stage at the pace that it has had since it was started; absent until a twentieth of it,
 * and at least three steps, are done. A stage that was started more than once has no one pace.
 */
export function remainingSeconds(
  { state, step, totalSteps, started, attempts }: StageSummary,
  now: number,
): number | undefined {
  const begin = started === undefined ? NaN : Date.parse(started);
  if (state !== 'running' || attempts > 1 || Number.isNaN(begin) || totalSteps === 0) return undefined;
  if (step < 3 || step < totalSteps / 20) return undefined;
  return Math.max(0, ((now - begin) / 1000 / step) * (totalSteps - step));
}

const timesOf = (texts: readonly (string | undefined)[]): readonly number[] =>
  texts.map((text) => (text === undefined ? NaN : Date.parse(text))).filter((time) => !Number.isNaN(time));
