import { letterOf } from '../../rewards';
import type { Caption } from '../captions';
import { legible } from '../legible';
import { questionId } from '../question-id';
import type { Fallen, MakeContext, Question } from '../types';
import type { Checked, Fault } from './check/draft';
import { shuffled } from './shuffle';

/** What came of a caption: questions to be asked, and those that fell. */
export interface Outcome {
  readonly questions: readonly Question[];
  readonly fallen: readonly Fallen[];
}

/** A checked question about a caption's image, its options in the order that the seed decides. */
export function buildQuestion(
  { root, capability, made }: Pick<MakeContext, 'root' | 'capability' | 'made'>,
  { source, caption, images, carried }: Caption,
  checked: Checked,
  kind: string | undefined,
): Question {
  const order = shuffled(String(made.make.seed), checked.question, checked.options);
  const content = {
    question: checked.question,
    options: order.map((i) => checked.options[i] ?? ''),
    answer: checked.right === undefined ? checked.answer : letterOf(order.indexOf(checked.right)),
    images,
  };
  return {
    id: questionId(root, content),
    source,
    capability,
    ...(kind === undefined ? {} : { kind }),
    ...content,
    caption,
    ...(Object.keys(carried).length === 0 ? {} : { carried }),
  };
}

export const fallenOf = (step: Fallen['step'], { reason, detail }: Fault, question?: Question): Fallen => ({
  step,
  reason,
  ...(detail === undefined ? {} : { detail: legible(detail) }),
  ...(question === undefined ? {} : { question }),
});
