import { listsOptions } from '../../data';
import { letterOf } from '../../rewards';
import type { Question } from '../types';

const MARK = '<image>';

/**
 * The text that is trained on: the question, its options with letters where it does not list them already, and as many
 * image marks as there are images (EasyR1 drops images that have none). Marks that do not fit, such as those that a
 * model wrote, are replaced by marks at the beginning.
 */
export function problemOf({
  question,
  options,
  images,
}: Pick<Question, 'question' | 'options' | 'images'>): string {
  const lines = listsOptions(question, options) ? [] : options.map((text, at) => `${letterOf(at)}. ${text}`);
  const text = [question, ...lines].join('\n');
  if (text.split(MARK).length - 1 === images.length) return text;
  return `${MARK.repeat(images.length)}${text.replaceAll(MARK, '').trim()}`;
}

/** What a question's row says of it in the training file: a row that is only rated keeps its own words. */
export const trainedText = (question: Pick<Question, 'question' | 'options' | 'images' | 'whole'>): string =>
  question.whole === undefined ? problemOf(question) : question.question;
