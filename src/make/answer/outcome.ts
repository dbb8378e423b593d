import type { Outcome } from '../../protocol';
import { findBoxes, grade } from '../../rewards';
import { kindOf } from '../../results';
import { withoutThinking } from '../questions/reply/thinking';
import type { Question } from '../types';
import { settledLetter } from './settled';

/** Part of the answer files' names: what was judged by other rules is judged anew (from the cache, at no cost). */
export const OUTCOME_VERSION = 2;

export interface Judged {
  readonly outcome: Exclude<Outcome, 'missing'>;
  /** What was taken as the answer. */
  readonly extracted?: string;
}

const UNPARSABLE: Judged = { outcome: 'unparsable' };
const ANNOUNCED = /\banswer\b[*_\s"]{0,6}(?:is\b|:|=)/i;
const REFUSES =
  /\b(?:cannot|can't|can not|could not|unable to|not possible to|impossible to)\s(?:be )?(?:determine|tell|answer|see|say|know|identify|provide|help|assist|decide|view)|\b(?:not sure|no idea|don't know|do not know|unknown|not (?:shown|visible|provided|given|enough)|n\/a)\b|^(?:i'm |i am )?sorry\b/i;

/**
 * What a reply is worth: the grading of training and audit, with four rules on top, since a wrong answer makes a row
 * here. What a model thinks before it answers is no answer. What was cut off before it named an answer says nothing; a letter counts where it is announced and not where a
 * sentence happens to hold it; a refusal is no answer to an open question.
 */
export function outcomeOf(
  { options, answer: gold }: Pick<Question, 'options' | 'answer'>,
  { text: reply, truncated }: { readonly text: string; readonly truncated: boolean },
): Judged {
  const text = withoutThinking(reply) ?? '';
  const placed = hasPlace(text);
  const said = truncated && !placed ? wholeLines(text, options.length > 0) : text;
  if (said.trim() === '') return UNPARSABLE;
  const kind = options.length > 0 ? 'choice' : kindOf({ gold, options });
  const { correct, extracted } = grade(said, gold, {
    ...(options.length === 0 ? {} : { options }),
    ...(kind === undefined ? {} : { kind }),
  });
  if (extracted === undefined || extracted.trim() === '') return UNPARSABLE;
  if (kind === 'choice' && options.length > 0 && !placed && !settledLetter(said, extracted, options))
    return UNPARSABLE;
  if (kind === undefined && !correct && REFUSES.test(extracted.slice(0, 300))) return UNPARSABLE;
  return { outcome: correct ? 'right' : 'wrong', extracted: extracted.slice(0, 2_000) };
}

/** A closed box or tag: nothing else can be meant. */
const hasPlace = (text: string): boolean => findBoxes(text).count > 0 || text.includes('</answer>');

/**
 * Of a reply that was cut off: its whole lines where they announce an answer, or the letter that it begins with. `A` at
 * the cut may be the article of an answer that never came.
 */
function wholeLines(text: string, choice: boolean): string {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (ANNOUNCED.test(whole.slice(-8_000))) return whole;
  const head = choice ? /^[\s*"']{0,8}\(?([A-Z])(?:[).:]|\*\*)\s/.exec(text) : null;
  return head?.[1] ?? '';
}
