import { ALLOWED_FUNCTIONS } from '../../../data';
import { code } from '../markdown';
import { NotUnderstood, type Stream } from './stream';

/** A value of an expression: `len(images)`, `'A'`, `pass_rate * 2`. */
export interface Value {
  /** In words, or the text itself as code. */
  readonly words: string;
  readonly literal: boolean;
}

const ARITHMETIC = new Set(['+', '-', '*', '/', '//', '%', '||']);

/** Words that are no column, so that a keyword this reading does not know ends it. */
const KEYWORDS = new Set(
  (
    'AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END CAST TRY_CAST ASC DESC NULLS FIRST LAST TRUE ' +
    'FALSE SELECT FROM WHERE COLLATE ESCAPE SIMILAR GLOB EXISTS ANY ALL SOME ISNULL NOTNULL DISTINCT INTERVAL DATE ' +
    'TIME TIMESTAMP ARRAY ROW MAP STRUCT LAMBDA'
  ).split(' '),
);

/** One value with the arithmetic that belongs to it. */
export function readValue(stream: Stream, text: string): Value {
  const start = stream.start();
  const first = readOperand(stream, text);
  let parts = 1;
  while (ARITHMETIC.has(stream.peek())) {
    stream.take();
    readOperand(stream, text);
    parts++;
  }
  return parts === 1 ? first : { words: code(text.slice(start, stream.end())), literal: false };
}

function readOperand(stream: Stream, text: string): Value {
  const start = stream.start();
  const written = (literal: boolean): Value => ({ words: code(text.slice(start, stream.end())), literal });
  if (stream.took('-') || stream.took('+')) {
    if (stream.kind() !== 'number') throw new NotUnderstood();
    stream.take();
    return written(true);
  }
  switch (stream.kind()) {
    case 'number':
    case 'string':
      // `E'...'` has escapes of its own.
      if (/^e/iu.test(stream.take())) throw new NotUnderstood();
      return written(true);
    case 'quoted':
      stream.take();
      return written(false);
    case 'word':
      return readName(stream, text, written);
    case 'symbol':
      stream.need('(');
      readValue(stream, text);
      stream.need(')');
      return written(false);
    default:
      throw new NotUnderstood();
  }
}

function readName(stream: Stream, text: string, written: (literal: boolean) => Value): Value {
  const word = stream.peek();
  if (word === 'TRUE' || word === 'FALSE') {
    stream.take();
    return written(true);
  }
  if (KEYWORDS.has(word)) throw new NotUnderstood();
  const name = stream.take();
  if (!stream.took('(')) return written(false);
  if (!Object.hasOwn(ALLOWED_FUNCTIONS, name.toLowerCase())) throw new NotUnderstood();
  const parts: Value[] = [];
  if (!stream.took(')')) {
    do parts.push(readValue(stream, text));
    while (stream.took(','));
    stream.need(')');
  }
  const [only] = parts;
  const isLength = ['len', 'length', 'array_length'].includes(name.toLowerCase());
  return isLength && parts.length === 1 && only !== undefined
    ? { words: `the length of ${only.words}`, literal: false }
    : written(false);
}
