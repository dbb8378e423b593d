import { mean, median, series, shown } from '../series';
import { NOTHING, type RuleMaker } from '../rule';
import { trend } from '../theil-sen';

const FEW = 5;
const CUT = 0.2;
const MOSTLY_CUT = 0.5;

/** F52: over a fifth of the responses is cut while the format falls; or over half of them for ten steps. */
export const truncationRule: RuleMaker = () => {
  const truncated = series();
  const format = series();
  let bestFormat = 0;
  return {
    observe: (step) => {
      const form = step.of('format');
      if (form !== undefined) {
        format.add(form);
        if (format.count() >= FEW) bestFormat = Math.max(bestFormat, median(format.last(FEW)));
      }
      const share = step.of('truncated');
      if (share === undefined) return NOTHING;
      truncated.add(share);
      if (truncated.count() < FEW) return NOTHING;
      const cut = median(truncated.last(FEW));
      const now = format.count() < FEW ? undefined : median(format.last(FEW));
      if (cut > CUT && now !== undefined && now < bestFormat - 0.05)
        return [
          {
            id: 'F52',
            evidence: `truncated ${shown(cut)} while format fell from ${shown(bestFormat)} to ${shown(now)}`,
          },
        ];
      const last = truncated.last(2 * FEW);
      return last.length === 2 * FEW && Math.min(...last) > MOSTLY_CUT
        ? [{ id: 'F52', evidence: `truncated ${shown(cut)} for ${last.length} steps` }]
        : NOTHING;
    },
  };
};

const STEPS = 30;
const MORE_STEPS = 60;
/** A rise over the first steps that would be welcome, were it not within the noise. */
const WORTHWHILE = 0.03;
/** Where little is left to gain, a flat curve is success. */
const HIGH = 0.9;

/**
 * F53: over the first 30 steps the reward has no rising trend (95 % interval of Theil-Sen includes 0), nor has
 * validation risen. Where the interval is so wide that a good rise lies within it, too, 30 more steps are awaited. Not
 * where rows come from easy to hard: there a level curve is progress.
 */
export const plateauRule: RuleMaker = ({ settings }) => {
  const reward = series();
  const validation = series();
  return {
    observe: (step) => {
      const score = step.of('val_score');
      if (score !== undefined) validation.add(score);
      const value = step.of('reward');
      if (value === undefined || reward.count() >= MORE_STEPS) return NOTHING;
      reward.add(value);
      const steps = reward.count();
      if ((steps !== STEPS && steps !== MORE_STEPS) || settings?.difficulty === 'easy-to-hard')
        return NOTHING;
      const values = reward.last(steps);
      const slope = trend(values);
      const unclear =
        slope !== undefined && slope.slope * steps > WORTHWHILE && 2 * slope.slope > slope.high - slope.slope;
      if (steps === STEPS && unclear) return NOTHING;
      const began = validation.first()[0] ?? Number.NaN;
      if (slope === undefined || slope.low > 0 || mean(values) > HIGH || validation.max() > began + 0.02)
        return NOTHING;
      return [
        {
          id: 'F53',
          evidence: `reward changes by ${shown(slope.slope)} a step (95 % interval ${shown(slope.low)} to ${shown(slope.high)}) over ${steps} steps`,
        },
      ];
    },
  };
};
