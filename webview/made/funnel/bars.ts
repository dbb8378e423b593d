import type { FunnelStep, MadeFilter, MakeStep } from '../../../src/protocol/made';

/** A step as a bar: shares of the widest step, 0 to 1. */
export interface FunnelBar {
  readonly step: MakeStep;
  readonly in: number;
  readonly out: number;
  readonly fell: number;
  readonly went: number;
  readonly lost: number;
}

/**
 * Pure: bars of the steps. Sources and questions are counted in other units: a step into which more comes than came out
 * of the one before begins a scale of its own, as one caption gives several questions.
 */
export function funnelBars(funnel: readonly FunnelStep[]): readonly FunnelBar[] {
  const bars: FunnelBar[] = [];
  let widest = 0;
  for (const [at, { step, in: came, out, dropped }] of funnel.entries()) {
    const before = funnel[at - 1]?.out;
    if (before === undefined || came > before) widest = Math.max(1, came, out);
    // Questions are written of captions: what goes on may be more than what came.
    if (out > widest) widest = out;
    const fell = dropped.reduce((sum, { count }) => sum + count, 0);
    bars.push({
      step,
      in: came,
      out,
      fell,
      went: Math.min(1, out / widest),
      lost: Math.min(1 - Math.min(1, out / widest), fell / widest),
    });
  }
  return bars;
}

/** Whether a filter asks for what fell at a step. */
export const isStepChosen = ({ steps }: MadeFilter, step: MakeStep): boolean =>
  steps?.includes(step) === true;

/** What changes in a filter so that what fell at a step is shown, or no longer when it is. Nothing that was kept fell. */
export const toggleStep = (
  filter: MadeFilter,
  step: MakeStep,
): Readonly<Record<'decision' | 'steps' | 'reasons', unknown>> => ({
  decision: undefined,
  reasons: undefined,
  steps: isStepChosen(filter, step) ? undefined : [step],
});
