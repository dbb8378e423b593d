import type { MadeFigures, MadeShare } from '../../../src/protocol/made';
import { formatCount, formatNumber, plural } from '../../kit/format';
import { percent } from '../parts/titles';

/** What a figure means, and whether it should worry. */
export interface Sentence {
  readonly tone: 'good' | 'look' | 'plain';
  readonly words: string;
}

/** Below this a chi-square test says that the positions are not alike. */
const SIGNIFICANT = 0.01;

/** Whether the right option stands at all places alike. */
export function positionWords({ positions, positionsP }: MadeFigures): Sentence {
  const counts = Object.values(positions);
  const rows = counts.reduce((a, b) => a + b, 0);
  if (rows === 0) return { tone: 'plain', words: 'The rows have no options, so there are no positions.' };
  if (positionsP === undefined)
    return {
      tone: 'plain',
      words: `${plural(rows, 'row')} are too few to tell whether positions are balanced.`,
    };
  const most = Object.entries(positions).reduce((a, b) => (b[1] > a[1] ? b : a));
  return positionsP < SIGNIFICANT
    ? {
        tone: 'look',
        words: `The right option stands at ${most[0]} in ${percent(most[1], rows)} of the rows (p = ${formatNumber(positionsP)}): a model can learn the position instead of the image.`,
      }
    : {
        tone: 'good',
        words: `The right option stands at all positions about as often (p = ${formatNumber(positionsP)}).`,
      };
}

const MUCH_BLIND = 0.1;

export function blindWords(share: MadeShare | undefined): Sentence {
  if (share === undefined)
    return { tone: 'plain', words: 'No model was asked blind, so nobody knows how many rows need no image.' };
  if (share.of === 0) return { tone: 'plain', words: 'No row was kept.' };
  return share.low > MUCH_BLIND
    ? {
        tone: 'look',
        words: `${shareWords(share)} of the kept rows are solved without image and caption: they teach nothing about seeing. Add "NOT right_blind" to the condition.`,
      }
    : {
        tone: share.high <= 2 * MUCH_BLIND ? 'good' : 'plain',
        words: `${shareWords(share)} of the kept rows are solved by at least one model without image and caption.`,
      };
}

const MUCH_DUPLICATE = 0.2;

export const duplicateWords = (share: MadeShare): Sentence => ({
  tone: share.of > 0 && share.low > MUCH_DUPLICATE ? 'look' : 'plain',
  words:
    share.of === 0
      ? 'No question was left to compare.'
      : `${shareWords(share)} of the questions that came this far repeat an earlier one and were dropped.${share.low > MUCH_DUPLICATE ? ' The writer repeats itself: ask for fewer questions an image, or for more kinds.' : ''}`,
});

/** With four options, one row in four would have it by chance. */
export function longestWords({ longest, positions }: MadeFigures): Sentence {
  if (longest === undefined || longest.of === 0)
    return { tone: 'plain', words: 'The rows have no options whose length could give the answer away.' };
  const options = Math.max(2, Object.keys(positions).length);
  const chance = 1 / options;
  return longest.low > chance * 1.2
    ? {
        tone: 'look',
        words: `The right option is the longest in ${shareWords(longest)} of the rows, where chance gives ${percent(1, options)}: length gives answers away.`,
      }
    : {
        tone: 'good',
        words: `The right option is the longest in ${shareWords(longest)} of the rows; chance gives ${percent(1, options)}.`,
      };
}

/** `12.0 % [8.1, 17.3] (24 of 200)`. */
export const shareWords = ({ count, of, low, high }: MadeShare): string =>
  `${percent(count, of)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}] (${formatCount(count)} of ${formatCount(of)})`;

/** What Cohen's kappa of two models says. */
export function kappaWords(kappa: number | undefined): string {
  if (kappa === undefined) return 'cannot be told: one of them always answers alike';
  if (kappa < 0.2) return 'hardly more than chance: they fail at different questions';
  if (kappa < 0.6) return 'some: they fail at some of the same questions';
  return 'much: they fail at the same questions';
}
