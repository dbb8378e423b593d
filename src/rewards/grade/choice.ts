import { equalAnswers } from './equal';
import { foldText } from './text';

const LABELLED =
  /^\s{0,4}(?:option|choice|answer)?\s{0,4}[([]?([A-Za-z])(?:[)\]]\s{0,2}[.:]?|[.:])\s{1,4}(\S.*)$/is;
const ALONE = /^\s{0,4}(?:(?:option|choice|answer)\s{0,4}:?\s{0,4})?[([]?([A-Za-z])[)\]]?[.:]?\s{0,4}$/i;

/** The letter of an option by its index: `A` for 0. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/**
 * The option that an answer names, as a letter. A letter counts only alone (`B`, `(B)`, `B.`, `option B`) or as a
 * label before a text (`B: red`, `(B) red`), never as an article or inside a word or formula; with options known, a
 * label whose text is another option's is a contradiction and names nothing. Otherwise the answer must equal the
 * text of exactly one option.
 */
export function choiceOf(answer: string, options: readonly string[] = []): string | undefined {
  const text = undressed(answer);
  if (text.length > 2_000) return undefined;
  const alone = ALONE.exec(text)?.[1];
  const texts = options.map(optionText);
  if (alone !== undefined) {
    const letter = alone.toUpperCase();
    // With options of one letter (`x`, `y`, `z`) the text wins over a letter that no option has.
    return inRange(letter, options.length) ? letter : byText(text, texts);
  }
  const labelled = LABELLED.exec(text);
  const label = labelled?.[1]?.toUpperCase();
  if (label !== undefined && labelled?.[2] !== undefined && inRange(label, options.length)) {
    const named = byText(labelled[2], texts);
    return named === undefined || named === label ? label : undefined;
  }
  return byText(text, texts);
}

const undressed = (answer: string): string =>
  answer
    .slice(0, 4_000)
    .replace(/\\(?:text|textbf|mathrm|mathbf|mbox|boxed)\b|\\[()[\]]|[{}$*]/g, '')
    .trim();

const inRange = (letter: string, options: number): boolean =>
  options === 0 || letter.charCodeAt(0) - 65 < options;

/** An option's own text, without a label of its own such as `B. `. */
export function optionText(option: string, index: number): string {
  const labelled = /^\s{0,4}[([]?([A-Za-z])[)\].:]{1,2}\s{1,4}(\S.*)$/s.exec(option);
  return labelled?.[1]?.toUpperCase() === letterOf(index) && labelled[2] !== undefined ? labelled[2] : option;
}

function byText(answer: string, texts: readonly string[]): string | undefined {
  const folded = foldText(answer);
  const exact = texts.flatMap((text, i) => (foldText(text) === folded ? [i] : []));
  const equal =
    exact.length > 0
      ? exact
      : texts.flatMap((text, i) => (equalAnswers(answer, text) === undefined ? [] : [i]));
  return equal.length === 1 ? letterOf(equal[0] ?? 0) : undefined;
}
