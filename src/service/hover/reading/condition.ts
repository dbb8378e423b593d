import { NotUnderstood, streamOf, type Stream } from './stream';
import { readValue, type Value } from './value';

/** A condition in words; `joined` says by which word, so that mixed ones get brackets. */
interface Words {
  readonly words: string;
  readonly joined?: 'and' | 'or';
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '=': 'is',
  '==': 'is',
  '<>': 'is not',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

/**
 * A condition in words, as Markdown. Understood are comparisons, IN, BETWEEN, LIKE and IS NULL, joined by AND, OR and
 * NOT; of anything else nothing is said.
 */
export function conditionWords(text: string): string | undefined {
  try {
    const stream = streamOf(text);
    const { words } = readOr(stream, text, 0);
    if (stream.kind() !== 'end') throw new NotUnderstood();
    return words;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** Deeper brackets have no reading that a person could follow. */
const MOST_LEVELS = 6;

const readOr = (stream: Stream, text: string, level: number): Words =>
  joined(
    'or',
    () => readAnd(stream, text, level),
    () => stream.took('OR'),
  );

const readAnd = (stream: Stream, text: string, level: number): Words =>
  joined(
    'and',
    () => readNot(stream, text, level),
    () => stream.took('AND'),
  );

function joined(by: 'and' | 'or', read: () => Words, more: () => boolean): Words {
  const parts = [read()];
  while (more()) parts.push(read());
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const words = parts.map((part) =>
    part.joined === undefined || part.joined === by ? part.words : `(${part.words})`,
  );
  return { words: words.join(` ${by} `), joined: by };
}

function readNot(stream: Stream, text: string, level: number): Words {
  if (level > MOST_LEVELS) throw new NotUnderstood();
  if (stream.took('NOT')) return { words: `not (${readNot(stream, text, level + 1).words})` };
  if (stream.peek() === '(') {
    const inner = readBrackets(stream, text, level);
    if (inner !== undefined) return inner;
  }
  return readPredicate(stream, text);
}

/** Brackets around a condition; those around a value are left to the value. */
function readBrackets(stream: Stream, text: string, level: number): Words | undefined {
  const end = closing(text, stream.start());
  const inside = end === undefined ? undefined : text.slice(stream.start() + 1, end);
  const words = inside === undefined ? undefined : conditionOf(inside, level + 1);
  if (end === undefined || words === undefined) return undefined;
  // Something else behind them makes them a value: `(a + 1) < 2`.
  if (!['', 'AND', 'OR', ')'].includes(streamOf(text.slice(end + 1)).peek())) return undefined;
  while (stream.start() <= end && stream.kind() !== 'end') stream.take();
  return words;
}

function conditionOf(text: string, level: number): Words | undefined {
  try {
    const stream = streamOf(text);
    const words = readOr(stream, text, level);
    return stream.kind() === 'end' ? words : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** The offset of the bracket that closes the one at `open`. */
function closing(text: string, open: number): number | undefined {
  const stream = streamOf(text);
  let depth = 0;
  while (stream.kind() !== 'end') {
    const start = stream.start();
    const token = stream.take();
    if (start < open) continue;
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) return start;
  }
  return undefined;
}

function readPredicate(stream: Stream, text: string): Words {
  const left = readValue(stream, text);
  const comparison = COMPARISONS[stream.peek()];
  if (comparison !== undefined) {
    stream.take();
    return { words: `${left.words} ${comparison} ${readValue(stream, text).words}` };
  }
  if (stream.took('IS')) {
    const not = stream.took('NOT');
    stream.need('NULL');
    return { words: `${left.words} is ${not ? 'there' : 'missing'}` };
  }
  const not = stream.took('NOT');
  if (stream.took('BETWEEN')) {
    const low = readValue(stream, text);
    stream.need('AND');
    const high = readValue(stream, text);
    return {
      words: `${left.words} is ${not ? 'not ' : ''}between ${low.words} and ${high.words}, both included`,
    };
  }
  if (stream.took('IN'))
    return { words: `${left.words} is ${not ? 'none' : 'one'} of ${readItems(stream, text)}` };
  const like = stream.took('LIKE') ? '' : stream.took('ILIKE') ? ', in any letter case' : undefined;
  if (like !== undefined) {
    const pattern = readValue(stream, text);
    return { words: `${left.words} ${not ? 'does not fit' : 'fits'} the pattern ${pattern.words}${like}` };
  }
  if (not) throw new NotUnderstood();
  return { words: truth(left) };
}

/** A value that is a condition by itself: `contains(problem, 'x')`, or a column of true and false. */
const truth = (value: Value): string => `${value.words} is true`;

function readItems(stream: Stream, text: string): string {
  stream.need('(');
  const items: string[] = [];
  do {
    const item = readValue(stream, text);
    if (!item.literal) throw new NotUnderstood();
    items.push(item.words);
  } while (stream.took(','));
  stream.need(')');
  return items.join(', ');
}
