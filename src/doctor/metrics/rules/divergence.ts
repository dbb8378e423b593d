import { numberOf } from '../../signatures/settings';
import type { Measure, Step } from '../readings';
import { BASELINE, mean, median, series, shown, type Series } from '../series';
import { NOTHING, type Rule, type RuleMaker, type Symptom } from '../rule';

/** A spike is no explosion: so many steps must agree. */
const AGREE = 3;

const finding = (message: string, evidence: string): readonly Symptom[] => [{ id: 'F51', message, evidence }];

/** The curve of one measure, judged once it has a beginning to be compared with. */
function curve(measure: Measure, judge: (values: Series, step: Step) => readonly Symptom[]): Rule {
  const values = series();
  return {
    observe: (step) => {
      const value = step.of(measure);
      if (value === undefined) return NOTHING;
      values.add(value);
      return values.count() < BASELINE + AGREE ? NOTHING : judge(values, step);
    },
  };
}

/** F51: the gradient is no number, or over ten times its usual size and larger than what is clipped. */
export const gradientRule: RuleMaker = ({ settings = {} }) => {
  const large = Math.max(1, numberOf(settings, 'grad_clip') ?? 1);
  const grown = curve('grad_norm', (values) => {
    const usual = median(values.first().filter((value) => value > 0));
    const now = Math.min(...values.last(AGREE));
    return now > 10 * usual && now > large
      ? finding('The gradient has exploded', `grad_norm ${shown(now)}, ${shown(usual)} in the first steps`)
      : NOTHING;
  });
  return {
    observe: (step) =>
      step.broken('grad_norm')
        ? finding('The gradient is not a finite number', `grad_norm is not a number in step ${step.step}`)
        : grown.observe(step),
  };
};

/** KL to the start of the stage grows slowly in every run; so much at once, or at all, is no learning any more. */
const KL_SUDDEN = 0.1;
const KL_LARGE = 1;
const KL_LOST = 4;

/** F51: KL ten times what it was some steps ago; over one nat a token and ten times what it began with; or over four. */
export const klRule: RuleMaker = () => {
  const values = series();
  return {
    observe: (step) => {
      const value = step.of('kl');
      if (value === undefined) return NOTHING;
      values.add(value);
      if (values.count() < AGREE) return NOTHING;
      const now = Math.min(...values.last(AGREE));
      const began = mean(values.first());
      const before = median(values.last(AGREE + 2 * BASELINE).slice(0, -AGREE));
      const settled = values.count() >= BASELINE + AGREE;
      const sudden = settled && now > KL_SUDDEN && now > 10 * before;
      const large = settled && now > KL_LARGE && now > 10 * began;
      if (!sudden && !large && now <= KL_LOST) return NOTHING;
      const usual = sudden || large ? `, ${shown(sudden ? before : began)} before` : ' nats a token';
      return finding('The policy has moved far from its start', `kl ${shown(now)}${usual}`);
    },
  };
};

/**
 * F51: entropy twice what it began with; or below 0.3 of it while the reward does not gain by that. Supervised
 * training, which has a loss and no reward, is meant to lower it.
 */
export const entropyRule: RuleMaker = () => {
  const reward = series();
  let supervised = false;
  const entropy = curve('entropy', (values) => {
    const began = mean(values.first());
    const last = values.last(AGREE);
    const evidence = `entropy ${shown(median(last))}, ${shown(began)} in the first steps`;
    // Small entropies double by chance.
    if (Math.min(...last) > 2 * began && Math.min(...last) - began > 0.1)
      return finding('The entropy of the sampled answers explodes', evidence);
    return Math.max(...last) < 0.3 * began && !supervised && !gained(reward)
      ? finding('The entropy of the sampled answers collapses, and nothing is gained by it', evidence)
      : NOTHING;
  });
  return {
    observe: (step) => {
      const value = step.of('reward');
      if (value !== undefined) reward.add(value);
      supervised = reward.count() === 0 && step.of('loss') !== undefined;
      return entropy.observe(step);
    },
  };
};

/** F51: responses shrink to a quarter without gain, or double while many are cut. */
export const lengthRule: RuleMaker = () => {
  const reward = series();
  const lengths = curve('response_length', (values, step) => {
    const began = mean(values.first());
    const last = values.last(AGREE);
    const evidence = `response_length ${shown(median(last))} tokens, ${shown(began)} in the first steps`;
    if (began >= 8 && Math.max(...last) < 0.25 * began && !gained(reward))
      return finding('The responses have collapsed to a fraction of their length', evidence);
    return Math.min(...last) > 2 * began && (step.of('truncated') ?? 0) > 0.3
      ? finding(
          'The responses run on to the length limit',
          `${evidence}, truncated ${shown(step.of('truncated') ?? 0)}`,
        )
      : NOTHING;
  });
  return {
    observe: (step) => {
      const value = step.of('reward');
      if (value !== undefined) reward.add(value);
      return lengths.observe(step);
    },
  };
};

/** F51: the reward falls below 0.3 of the best it has been, each a mean of ten steps. */
export const collapseRule: RuleMaker = () => {
  const reward = series();
  let best = 0;
  return {
    observe: (step) => {
      const value = step.of('reward');
      if (value === undefined) return NOTHING;
      reward.add(value);
      if (reward.count() < BASELINE) return NOTHING;
      const now = mean(reward.last(BASELINE));
      best = Math.max(best, now);
      return best >= 0.1 && now < 0.3 * best
        ? finding('The reward has collapsed', `reward ${shown(now)} over ten steps, once ${shown(best)}`)
        : NOTHING;
    },
  };
};

/** The reward is clearly above where it began, or as high as it can be: then fewer words are wisdom. */
function gained(reward: Series): boolean {
  if (reward.count() < BASELINE) return false;
  const [began, now] = [mean(reward.first()), mean(reward.last(AGREE))];
  return now > began + 0.02 || now > 0.9;
}
