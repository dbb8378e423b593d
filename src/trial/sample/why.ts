import type { RewardRef } from '../../language';
import { choiceOf, extractAnswer, grade, MEANS, SOURCES } from '../../rewards';

/** What was taken as the answer, and why it was right or wrong; nothing for a Python reward, which alone knows. */
export function explainReward(
  reward: RewardRef,
  response: string,
  gold: string,
): { readonly extracted?: string; readonly why?: string } {
  if (reward.kind === 'python') return {};
  switch (reward.name) {
    case 'boxed-answer':
      return boxedWhy(response, gold);
    case 'exact-match':
      return extractedWhy(response, (text) => `compared letter for letter with ${quoted(gold)}: ${text}`);
    case 'choice':
      return extractedWhy(response, (text) => {
        const named = choiceOf(text);
        return `names ${named === undefined ? 'no option' : `option ${named}`}; the gold answer names ${choiceOf(gold) ?? 'none'}`;
      });
    default:
      return {};
  }
}

function boxedWhy(response: string, gold: string) {
  const { correct, extracted, how, format } = grade(response, gold, { strict: true });
  const accuracy =
    extracted === undefined
      ? 'no closed \\boxed{...}, so no answer'
      : correct
        ? `equals the gold answer (${how === undefined ? 'as it is' : MEANS[how]})`
        : `differs from the gold answer ${quoted(gold)}`;
  const form = format.ok
    ? 'format: one box'
    : `format: ${format.boxes} boxes${format.thinking ? '' : ', and <think> is not closed before it'}`;
  return { ...(extracted === undefined ? {} : { extracted }), why: `${accuracy}; ${form}` };
}

function extractedWhy(response: string, words: (text: string) => string) {
  const answer = extractAnswer(response);
  if (answer === undefined) return { why: 'no answer found in the response' };
  return { extracted: answer.text, why: `${words(answer.text)} (taken from ${SOURCES[answer.source]})` };
}

const quoted = (text: string): string => `\`${text.slice(0, 200)}\``;
