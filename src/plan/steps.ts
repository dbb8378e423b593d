import type { StageSettings } from '../language';
import type { PlannedSteps } from './types';
import { count } from './words';

export interface StepsInput {
  /** Rows after `where`. */
  readonly rows: number;
  readonly settings: Pick<StageSettings, 'batch' | 'epochs' | 'steps'>;
  /** Rows that the engine draws at a time, where that is not a whole batch (EasyR1's `mini_rollout_batch_size`). */
  readonly drawn?: number;
}

/**
 * Training steps of a stage: floor(rows / batch) steps an epoch (the rows that do not fill a batch are dropped),
 * times epochs; `steps` overrides the product. This is how EasyR1 (drop_last), TRL and the embedded engine count.
 * Rows that are drawn fewer at a time are dropped where they do not fill such a draw (EasyR1).
 * A stage whose rows do not fill one batch has no steps, whatever `steps` says.
 */
export function planSteps({ rows, settings, drawn }: StepsInput): PlannedSteps {
  const { batch, epochs, steps } = settings;
  const whole = drawn === undefined ? rows : Math.floor(rows / drawn) * drawn;
  const perEpoch = Math.floor(whole / batch);
  const leftOver = rows - perEpoch * batch;
  const drawnFormula =
    drawn === undefined
      ? count(rows, 'row')
      : `floor(${count(rows, 'row')} / ${count(drawn)} drawn at a time) x ${count(drawn)}`;
  const epochFormula = `floor(${drawnFormula} / ${count(batch)} a batch) = ${count(perEpoch, 'step')} an epoch`;
  if (perEpoch === 0) {
    return { total: 0, perEpoch, leftOver, formula: `${epochFormula}: no step` };
  }
  if (steps !== undefined) {
    const passes = Number((steps / perEpoch).toPrecision(3));
    return {
      total: steps,
      perEpoch,
      leftOver,
      formula: `steps: ${count(steps)}, ${count(passes, 'epoch')} of ${epochFormula}`,
    };
  }
  const total = wholeSteps(perEpoch, epochs);
  return {
    total,
    perEpoch,
    leftOver,
    formula: `${epochFormula} x ${count(epochs, 'epoch')} = ${count(total)}`,
  };
}

/** Fractional epochs end inside an epoch; the small tolerance keeps 0.1 x 30 at 3 in binary arithmetic. */
const wholeSteps = (perEpoch: number, epochs: number): number =>
  Math.min(Number.MAX_SAFE_INTEGER, Math.floor(perEpoch * epochs + 1e-9));
