import { listsOptions, type Sample } from '../../../data';
import type { PromptTemplate } from './template';

/**
 * The text that the model is asked: the question without its image placeholders (images come before all text), the
 * options of a multiple-choice row as lettered lines where it does not list them itself, in the curriculum's prompt.
 */
export function questionText(
  sample: Pick<Sample, 'question' | 'options'>,
  template?: PromptTemplate,
): string {
  const question = sample.question.replaceAll('<image>', '').trim();
  const given = sample.options ?? [];
  const options = listsOptions(question, given)
    ? []
    : given.map((option, index) => `\n${letter(index)}. ${option}`);
  const content = question + options.join('');
  return template === undefined ? content : template(content).trim();
}

/** A, B, ..., Z, AA, AB, ... An option that already begins with its letter is the data's own affair. */
function letter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}
