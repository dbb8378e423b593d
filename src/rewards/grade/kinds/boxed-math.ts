import { choiceOf } from '../choice';
import { equalAnswers } from '../equal';
import { boxesOf, groupOf, outsideThinking, retracted } from './spoken';
import { NONE, type Verdict } from './types';

/**
 * Grades by the last box that counts. Boxes side by side are one answer of several values; boxes joined by "or" are a
 * guess. Without a closed box there is no answer, whatever the prose says.
 */
export function gradeBoxedMath(response: string, gold: string): Verdict {
  const boxes = boxesOf(outsideThinking(response));
  const last = boxes.at(-1);
  if (last === undefined) return NONE;
  const extracted = groupOf(boxes).join(', ').trim();
  if (retracted(last.after.slice(0, 600))) return { correct: false, extracted };
  return { correct: equalsGold(extracted, gold), extracted };
}

/** Whether a boxed answer is the gold; an answer that hedges is not, and a lone letter is an option's. */
export function equalsGold(answer: string, gold: string): boolean {
  if (answer === '' || answer.length > 20_000 || gold.length > 20_000) return false;
  if (/^\s*\(?[A-Z]\)?\.?\s*$/.test(gold)) {
    const wanted = choiceOf(gold);
    // `\textbf{(A)}\ 24`: a label before its text, over LaTeX's spaces.
    if (wanted !== undefined && choiceOf(answer.replace(/\\[ ,;:!]|\\q?quad\b|~/g, ' ')) === wanted)
      return true;
  } else if (
    /^\s{0,4}\(?[A-Z][).:]/.test(gold) &&
    choiceOf(answer) !== undefined &&
    choiceOf(answer) === choiceOf(gold)
  ) {
    return true;
  }
  return equalAnswers(answer, gold, { rounding: 'as-gold' }) !== undefined;
}
