import { mean, series, shown } from '../series';
import { NOTHING, type RuleMaker } from '../rule';

const STEPS = 10;
/** A share below this is as good as none: one lucky response in fifty. */
const NONE = 0.02;
const ALL = 0.9;

/**
 * F31: hardly any response has the format for 10 steps from the beginning on. F30 as well when answers are right all
 * the same and the engine is one that drops a missing format prompt silently.
 */
export const formatRule: RuleMaker = ({ engine }) => {
  const format = series();
  const accuracy = series();
  return {
    observe: (step) => {
      const share = step.of('format');
      if (share === undefined) return NOTHING;
      format.add(share);
      const right = step.of('accuracy');
      if (right !== undefined) accuracy.add(right);
      if (format.count() < STEPS || format.max() >= 0.1 || Math.max(...format.last(STEPS)) >= NONE)
        return NOTHING;
      const evidence = `format below ${NONE} for ${STEPS} steps (last ${shown(share)})`;
      const accurate = accuracy.count() === 0 ? 0 : mean(accuracy.last(STEPS));
      // TRL, which tells the spread of rewards, takes its prompts from the rows.
      const dropping = engine === undefined ? step.of('reward_std') === undefined : engine === 'easyr1';
      const dropped = accurate > NONE && dropping;
      return [
        { id: 'F31', evidence },
        ...(dropped ? [{ id: 'F30' as const, evidence: `${evidence}, accuracy ${shown(accurate)}` }] : []),
      ];
    },
  };
};

/** F32: the form is right and the answers never are, for 10 steps. */
export const accuracyRule: RuleMaker = () => {
  const format = series();
  const accuracy = series();
  return {
    observe: (step) => {
      const [form, right] = [step.of('format'), step.of('accuracy')];
      if (form === undefined || right === undefined) return NOTHING;
      format.add(form);
      accuracy.add(right);
      if (accuracy.count() < STEPS || accuracy.max() >= 0.1 || Math.max(...accuracy.last(STEPS)) >= NONE)
        return NOTHING;
      if (mean(format.last(STEPS)) < ALL) return NOTHING;
      return [
        {
          id: 'F32',
          evidence: `accuracy below ${NONE} for ${STEPS} steps while format is ${shown(mean(format.last(STEPS)))}`,
        },
      ];
    },
  };
};
