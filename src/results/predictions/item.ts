import type { ModelResponse, Prediction } from '../../protocol';
import { goldTextOf, gradeResponse, type OurGrade } from '../grading/grade-item';
import type { ResultItem } from '../types';

/** From this share of right samples an item counts as solved, as in the counterfactual decision table. */
const SOLVED = 0.5;

export interface GradedAnswer extends OurGrade {
  readonly response: ModelResponse;
  readonly greedy: boolean;
}

/** The answers of one arm, graded: the one without sampling first. */
export function gradedAnswers(prediction: Prediction): readonly GradedAnswer[] {
  const gold = { gold: prediction.answer, options: prediction.options ?? [] };
  const graded = (response: ModelResponse, greedy: boolean): GradedAnswer => ({
    ...(prediction.answer.trim() === '' ? { correct: false } : gradeResponse(response.text, gold)),
    response,
    greedy,
  });
  return [
    ...(prediction.greedy === undefined ? [] : [graded(prediction.greedy, true)]),
    ...prediction.samples.map((sample) => graded(sample, false)),
  ];
}

/**
 * The image arm of a row as an item. Right when at least half of its samples are (so that an audit set and the
 * counterfactual method call the same items failures); shown is an answer that says so, the greedy one when it does.
 */
export function itemOfPrediction(
  prediction: Prediction,
  answers: readonly GradedAnswer[],
  from: { readonly source: string; readonly line: number; readonly model: string },
): ResultItem {
  const { row, dataset, capability, question, answer, options = [], caption } = prediction;
  const samples = answers.filter(({ greedy }) => !greedy);
  const counted = samples.length > 0 ? samples : answers;
  const right = counted.filter(({ correct }) => correct).length;
  const judged = counted.length > 0 && answer.trim() !== '';
  const correct = judged ? right / counted.length >= SOLVED : null;
  const shown = answers.find((one) => one.correct === correct) ?? answers[0];
  return {
    row,
    dataset,
    capability,
    question,
    options,
    gold: answer,
    goldText: goldTextOf({ gold: answer, options }),
    response: shown?.response.text ?? '',
    ...(shown?.extracted === undefined ? {} : { extracted: shown.extracted }),
    correct,
    length: shown?.response.tokens ?? 0,
    counted: true,
    truncated: shown?.response.truncated ?? false,
    k: counted.length,
    right,
    images: prediction.images.map((file) => ({ file })),
    ...(caption === undefined ? {} : { caption }),
    kind: 'predictions',
    ...from,
  };
}
