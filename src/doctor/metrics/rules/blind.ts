import { mean, series, shown } from '../series';
import { trend } from '../theil-sen';
import { NOTHING, type RuleMaker } from '../rule';

const STEPS = 10;
/** Fewer tokens than any image of usual size has beside its question. */
const SHORT = 128;
/** A guess among four options, and some luck. */
const CHANCE = 0.3;

/**
 * F04: prompts shorter than an image alone, and an accuracy that stays at chance for 10 steps. Only where the stage
 * may have images: a `Patient` that says `images: false`, or an engine of another kind, is left in peace.
 */
export const blindRule: RuleMaker = ({ engine, settings }) => {
  const lengths = series();
  const accuracy = series();
  const possible = settings?.images !== false && (engine === undefined || engine === 'easyr1');
  return {
    observe: (step) => {
      const [length, right] = [step.of('prompt_length'), step.of('accuracy')];
      if (!possible || length === undefined || right === undefined) return NOTHING;
      lengths.add(length);
      accuracy.add(right);
      if (accuracy.count() < STEPS || lengths.max() >= SHORT) return NOTHING;
      const right10 = mean(accuracy.last(STEPS));
      const rising = (trend(accuracy.last(STEPS))?.low ?? 0) > 0;
      if (right10 > CHANCE || rising || accuracy.max() > 2 * CHANCE) return NOTHING;
      return [
        {
          id: 'F04',
          message:
            'The prompts are too short to hold an image and the answers are at chance: if the rows have images, the model is trained blind',
          evidence: `prompts of ${shown(mean(lengths.last(STEPS)))} tokens, accuracy ${shown(right10)}`,
        },
      ];
    },
  };
};
