import { median, series, shown } from '../series';
import { NOTHING, type RuleMaker } from '../rule';

const FIRST = 5;
const LAST = 3;
const TIMES = 3;
/** Seconds; below this grading is nobody's trouble. */
const NOTICEABLE = 5;

/** F35: grading takes more than three times as long as in the first steps, and more than five seconds. */
export const rewardTimeRule: RuleMaker = () => {
  const seconds = series();
  return {
    observe: (step) => {
      const value = step.of('reward_seconds');
      if (value === undefined) return NOTHING;
      seconds.add(value);
      if (seconds.count() < FIRST + LAST) return NOTHING;
      const usual = median(seconds.first().slice(0, FIRST));
      const now = Math.min(...seconds.last(LAST));
      if (now < NOTICEABLE || now < TIMES * usual) return NOTHING;
      return [
        { id: 'F35', evidence: `grading takes ${shown(now)} s a step, ${shown(usual)} s in the first steps` },
      ];
    },
  };
};
