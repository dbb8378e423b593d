import { PASSES } from './ask';
import type { JudgeTask } from './judge';

/** Instructions and labels, in characters. */
const INSTRUCTIONS = 3_500;
/** What of each text is given at most. */
const MOST = 24_000;

/** How many requests some work is, how much text goes along, and how many pictures: for an estimate before it is asked. */
export function requestsOf(tasks: readonly JudgeTask[]): {
  readonly requests: number;
  readonly characters: number;
  readonly pictures: number;
} {
  let characters = 0;
  let pictures = 0;
  for (const { item, control } of tasks) {
    const texts = [
      item.question,
      item.caption,
      control === undefined ? item.thinking : undefined,
      control?.response ?? item.response,
    ];
    const length = texts.reduce((sum, text = '') => sum + Math.min(MOST, text.length), 0);
    characters += PASSES * (INSTRUCTIONS + length);
    pictures += PASSES * item.images.length;
  }
  return { requests: PASSES * tasks.length, characters, pictures };
}
