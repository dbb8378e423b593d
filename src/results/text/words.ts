/** A count and the words that follow it: `1 row is`, `2 rows are`. Where no plural is given, an `s` is added. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Names of columns that a message can hold. */
const MOST_NAMES = 8;
const LONGEST_NAME = 40;
/** Control and format characters, halves of pairs, private ones, and what stands for bytes that are no text. */
const NO_TEXT = /[\p{C}\uFFFD]/u;

/** The first columns of a table, for a message; those of a file that is no text are counted alone. */
export function columnWords(columns: readonly string[]): string {
  const legible = columns.filter((name) => name.trim() !== '' && !NO_TEXT.test(name));
  if (columns.length === 0) return 'no columns';
  if (legible.length < columns.length / 2)
    return `${counted(columns.length, 'column')} without legible names: is it a file of text?`;
  const named = legible.slice(0, MOST_NAMES).map(shortened);
  const more = columns.length - named.length;
  return `${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

const shortened = (name: string): string => {
  const characters = Array.from(name);
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME).join('')}...`;
};
