import type { PassRates, StageDetail } from '../../../src/protocol/runs';

/**
 * The pass rate below which a share `quantile` (0 to 1) of the rows lies; inside a bin rows are taken as evenly
 * spread. Undefined when no row has a pass rate.
 */
export function passRateAt(bins: readonly number[], quantile: number): number | undefined {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return undefined;
  const target = Math.min(1, Math.max(0, quantile)) * total;
  let below = 0;
  for (const [i, count] of bins.entries()) {
    if (count > 0 && below + count >= target) return (i + (target - below) / count) / bins.length;
    below += count;
  }
  return 1;
}

/** Whether the position in the stage is a place in the band: rows are sorted, and not first by capability. */
export const isSorted = ({ difficulty, capabilities, order }: StageDetail): boolean =>
  difficulty !== 'none' && (capabilities.length < 2 || !order.includes('inside each'));

/**
 * Steps of one pass over the rows, of which each starts again at the stage's first row: floor(rows / batch), as the
 * plan counts; the whole stage when its batch is not known.
 */
export function stepsAnEpoch({ rows, settings, totalSteps }: StageDetail): number {
  const batch = Number(settings.batch);
  const steps = Math.floor(rows / batch);
  return Number.isFinite(steps) && steps > 0 ? steps : Math.max(1, totalSteps);
}

/** Pass rate of the rows a sorted stage meets at a step (1 is the first); undefined when nothing says it. */
export function passRateOfStep(stage: StageDetail, rates: PassRates, step: number): number | undefined {
  if (!isSorted(stage)) return undefined;
  const epoch = stepsAnEpoch(stage);
  // The last step of an epoch is its end, not the beginning of the next.
  const inside = step <= 0 ? 0 : ((step - 1) % epoch) + 1;
  const share = epoch === 1 ? 0.5 : (inside - 0.5) / epoch;
  const quantile = Math.min(1, Math.max(0, share));
  return passRateAt(rates.bins, stage.difficulty === 'hard-to-easy' ? quantile : 1 - quantile);
}

/** More passes than this are a smear, not a line. */
const MOST_EPOCHS = 8;
const POINTS_AN_EPOCH = 24;

/**
 * The way a sorted stage takes through its band: lists of [share of the stage, pass rate], one list a pass over the
 * rows. Empty for a shuffled stage, and when there are too many passes to tell apart.
 */
export function wayThrough(
  stage: StageDetail,
  rates: PassRates,
): readonly (readonly (readonly [number, number])[])[] {
  const { totalSteps } = stage;
  if (!isSorted(stage) || totalSteps <= 0) return [];
  const epoch = Math.min(totalSteps, stepsAnEpoch(stage));
  const epochs = Math.ceil(totalSteps / epoch);
  if (epochs > MOST_EPOCHS) return [];
  return Array.from({ length: epochs }, (_, i) => {
    const from = i * epoch;
    const length = Math.min(epoch, totalSteps - from);
    return Array.from({ length: POINTS_AN_EPOCH + 1 }, (_, p) => {
      const inside = (p / POINTS_AN_EPOCH) * length;
      const quantile = inside / epoch;
      const rate = passRateAt(rates.bins, stage.difficulty === 'hard-to-easy' ? quantile : 1 - quantile);
      return [(from + inside) / totalSteps, rate ?? 0] as const;
    });
  }).filter(() => rates.band !== undefined);
}
