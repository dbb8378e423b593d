import type { Step } from '../readings';
import { NOTHING, type RuleMaker } from '../rule';

const STEPS = 10;
/** Less than one group in fifty has a gradient. */
const FEW = 0.02;
const EQUAL = 1e-6;

type Verdict = { readonly words: string } | 'alive' | 'unknown';

/** Nearly all answers are right. */
const SOLVED = 0.95;

/**
 * F33: for 10 steps in a row, or in all steps of a short log, no group has rewards that differ. Not where groups died
 * because the stage has learnt to solve all of them: then it has arrived.
 */
export const groupsRule: RuleMaker = () => {
  let dead = 0;
  let alive = 0;
  let words = '';
  const symptom = () => [
    { id: 'F33' as const, evidence: `${words} for ${dead} ${dead === 1 ? 'step' : 'steps'}` },
  ];
  return {
    observe: (step) => {
      const verdict = judge(step);
      if (verdict === 'unknown') return NOTHING;
      if (verdict === 'alive') {
        dead = 0;
        alive += 1;
        return NOTHING;
      }
      if (alive > 0 && (step.of('accuracy') ?? step.of('reward') ?? 0) >= SOLVED) return NOTHING;
      dead += 1;
      words = verdict.words;
      return dead >= STEPS ? symptom() : NOTHING;
    },
    end: () => (dead > 0 && alive === 0 ? symptom() : NOTHING),
  };
};

function judge(step: Step): Verdict {
  const live = step.of('live_groups');
  if (live !== undefined)
    return live < FEW ? { words: `no live groups (${(live * 100).toFixed(0)} %)` } : 'alive';
  const spread = step.of('reward_std');
  if (spread !== undefined)
    return Math.abs(spread) < EQUAL ? { words: 'standard deviation of the reward 0' } : 'alive';
  const [low, high] = [step.of('advantage_min'), step.of('advantage_max')];
  if (low !== undefined && high !== undefined)
    return Math.max(Math.abs(low), Math.abs(high)) < EQUAL ? { words: 'all advantages 0' } : 'alive';
  // Nothing tells how rewards spread, but a mean of exactly 0 leaves little room, and so does a step that changes nothing.
  const [reward, loss, gradient] = [step.of('reward'), step.of('loss'), step.of('grad_norm')];
  if (reward === 0) return { words: 'reward flat at 0' };
  if (loss === 0 && gradient === 0) return { words: 'loss and gradient norm 0' };
  return reward === undefined && (loss === undefined || gradient === undefined) ? 'unknown' : 'alive';
}
