import type { EngineEvent, RolloutSample } from '../../../../protocol';
import type { Generation } from '../../generations';

/** A validation that logs more answers shows the first ones. */
const MOST_ANSWERS = 1000;
const LONGEST_TEXT = 100_000;

/** Answers of one validation as events. The log names no row: an answer is known by its place in the validation. */
export const sampleEvents = (step: number, answers: readonly Generation[]): readonly EngineEvent[] =>
  answers.slice(0, MOST_ANSWERS).map((answer, i) => ({ type: 'sample', step, sample: sampleOf(answer, i) }));

const sampleOf = ({ prompt, output, gold, score }: Generation, i: number): RolloutSample => ({
  row: `validation ${i + 1}`,
  question: withoutRoles(prompt).slice(0, LONGEST_TEXT),
  gold: gold.trim().slice(0, LONGEST_TEXT),
  response: output.slice(0, LONGEST_TEXT),
  reward: Number.isFinite(score) ? { overall: score } : {},
});

/** Special tokens are stripped from what is logged, their role words stay. */
const withoutRoles = (prompt: string): string =>
  withoutLast(prompt.replace(/^(?:system\n[\s\S]{0,8000}?\n)?user\n/, ''));

/** Without searching forward for it, which would try every line break of a text anew. */
function withoutLast(prompt: string): string {
  const text = prompt.trimEnd();
  const before = text.slice(0, -'assistant'.length);
  return text.endsWith('\nassistant') ? before.slice(0, lastBut(before, '\n')) : prompt;
}

/** The length of a text without the `end`s at its end. */
function lastBut(text: string, end: string): number {
  let length = text.length;
  while (length > 0 && text[length - 1] === end) length -= 1;
  return length;
}

/**
 * Answers in the order of the log, shared out among validations that were seen at once (which happens when a log is
 * read again): each logs as many.
 */
export function shareOut<T>(answers: readonly T[], validations: number): readonly (readonly T[])[] {
  if (validations <= 0) return [];
  const each = Math.ceil(answers.length / validations);
  return Array.from({ length: validations }, (_, i) => answers.slice(i * each, (i + 1) * each));
}
