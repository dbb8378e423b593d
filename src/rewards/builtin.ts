import { choiceOf, extractAnswer, findBoxes, foldText, grade } from './grade';
import type { Reward, RewardInput, RewardScore } from './types';

export interface BuiltinReward {
  readonly doc: string;
  readonly score: (input: RewardInput) => RewardScore;
}

/** Weights of the published recipe's reward. */
const ACCURACY_WEIGHT = 0.9;
const FORMAT_WEIGHT = 0.1;

const weighted = (correct: boolean, formatted: boolean): RewardScore => {
  const accuracy = Number(correct);
  const format = Number(formatted);
  return { overall: ACCURACY_WEIGHT * accuracy + FORMAT_WEIGHT * format, accuracy, format };
};

/** The rewards that need no file, by the name that `reward:` takes. */
export const BUILTIN_REWARDS = {
  'boxed-answer': {
    doc:
      '0.9 x accuracy + 0.1 x format. Accuracy: the last `\\boxed{...}` equals the gold answer as text, number, ' +
      'option or formula. Format: exactly one box, and any `<think>` is closed before it.',
    score: ({ response, groundTruth }) => {
      const { correct, format } = grade(response, groundTruth, { strict: true });
      return weighted(correct, format.ok);
    },
  },
  'exact-match': {
    doc:
      'Accuracy alone: the final answer (the last box, else what follows "answer is", else the whole response) is ' +
      'the gold answer letter for letter, but for case, spaces and LaTeX dress. No arithmetic.',
    score: ({ response, groundTruth }) => {
      const answer = extractAnswer(response)?.text ?? response.slice(0, 20_000);
      const accuracy = Number(foldText(answer) === foldText(groundTruth.slice(0, 20_000)));
      return { overall: accuracy, accuracy };
    },
  },
  choice: {
    doc:
      '0.9 x accuracy + 0.1 x format for multiple choice. Accuracy: the answer names the gold letter, alone or as a ' +
      'label (`B`, `(B)`, `B: red`). Format: exactly one box, holding a letter.',
    score: ({ response, groundTruth }) => {
      const boxes = findBoxes(response);
      const answer = extractAnswer(response, boxes);
      const wanted = choiceOf(groundTruth);
      const named = answer === undefined ? undefined : choiceOf(answer.text);
      const boxed = boxes.count === 1 && boxes.last !== undefined && choiceOf(boxes.last) !== undefined;
      return weighted(named !== undefined && named === wanted, boxed);
    },
  },
} as const satisfies Readonly<Record<string, BuiltinReward>>;

export type BuiltinRewardName = keyof typeof BUILTIN_REWARDS;
export const isBuiltinReward = (name: string): name is BuiltinRewardName =>
  Object.hasOwn(BUILTIN_REWARDS, name);

export function builtinReward(name: BuiltinRewardName): Reward {
  const { score } = BUILTIN_REWARDS[name];
  return {
    name,
    score: (batch) => Promise.resolve(batch.map(score)),
    close: () => Promise.resolve(),
  };
}
