import type { ChatReply, ModelResponse, Prediction } from '../../protocol';
import type { IndexedItem } from '../../results';

/** Tokens where a server counts none: characters / 4. */
const countTokens = (text: string): number => Math.ceil(text.length / 4);

/**
 * The answers of a reply. A server counts the tokens of all of them together: each gets its part by its length.
 */
export function samplesOf({ answers, tokens }: ChatReply): readonly ModelResponse[] {
  const length = answers.reduce((sum, { text }) => sum + text.length, 0);
  return answers.map(({ text, truncated }) => ({
    text,
    truncated,
    tokens:
      tokens.output === 0
        ? countTokens(text)
        : length === 0
          ? Math.round(tokens.output / answers.length)
          : Math.round((tokens.output * text.length) / length),
  }));
}

/** What all predictions of an item say alike. `images` are files. */
export const predictionOf = (
  item: IndexedItem,
  images: readonly string[],
): Omit<Prediction, 'arm' | 'samples'> => ({
  row: item.row,
  dataset: item.dataset,
  capability: item.capability,
  question: item.question,
  answer: item.gold,
  ...(item.options.length === 0 ? {} : { options: item.options }),
  images,
  ...(item.caption === undefined ? {} : { caption: item.caption }),
});

/** The image arm of an item that was not asked again: the answer that the set holds. */
export const ownAnswer = (item: IndexedItem): Prediction => ({
  ...predictionOf(
    item,
    item.images.map((image) => ('file' in image ? image.file : 'tsv' in image ? image.tsv : image.missing)),
  ),
  arm: 'image',
  samples: [{ text: item.response, tokens: item.length, truncated: item.truncated }],
});
