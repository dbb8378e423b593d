import { NotUnderstood, streamOf } from './stream';
import { readValue } from './value';

/** An ORDER BY list in words, as Markdown; nothing where it says more than this reading understands. */
export function orderWords(text: string): string | undefined {
  try {
    const stream = streamOf(text);
    const keys: string[] = [];
    do {
      const { words, literal } = readValue(stream, text);
      if (literal) throw new NotUnderstood();
      const down = stream.took('DESC');
      if (!down) stream.took('ASC');
      const nulls = stream.took('NULLS');
      const first = nulls && stream.took('FIRST');
      if (nulls && !first) stream.need('LAST');
      keys.push(
        `by ${words}, ${down ? 'highest first' : 'lowest first'}${nulls ? `, missing values ${first ? 'before' : 'after'} all others` : ''}`,
      );
    } while (stream.took(','));
    if (stream.kind() !== 'end') throw new NotUnderstood();
    return keys.join('; then ');
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}
