import { messageOf, UserError } from '../errors';
import { makeTokenizer, type Tokenizer } from './tokenizer';
import { SPECIAL } from './special';

const MOST_WORDS = 65_536;

/** Reads the text of a `tokenizer.json`. `file` is named in errors. */
export function parseTokenizer(text: string, file: string): Tokenizer {
  const fail = (why: string): Error =>
    new UserError(`${file} is not a tokenizer of the embedded engine: ${why}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(messageOf(error));
  }
  const { format, version, special, words } = (value ?? {}) as Record<string, unknown>;
  if (format !== 'stagecraft-words' || version !== 1)
    throw fail('`format` must be "stagecraft-words", `version` 1.');
  if (JSON.stringify(special) !== JSON.stringify(SPECIAL))
    throw fail(`\`special\` must be ${JSON.stringify(SPECIAL)}.`);
  if (!Array.isArray(words) || words.length > MOST_WORDS || !words.every((word) => typeof word === 'string'))
    throw fail(`\`words\` must be a list of at most ${MOST_WORDS} strings.`);
  try {
    return makeTokenizer(words);
  } catch (error) {
    throw fail(messageOf(error));
  }
}
