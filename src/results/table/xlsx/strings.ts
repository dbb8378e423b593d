import { TableError } from '../types';
import { xmlReader } from './xml';

/** Characters of all shared texts together; 100,000 long answers have a third of it. */
const MOST_CHARACTERS = 480 * 1024 * 1024;
const MOST_STRINGS = 16_000_000;

/** `_x000D_` as Excel writes a carriage return, and other characters that XML cannot hold. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/**
 * The shared texts of a workbook, or the first `most` of them: of rich text the words, without phonetic readings.
 * Rejects with a `TableError` when they are damaged or too large.
 */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  most = Infinity,
): Promise<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  let reading = false;
  let phonetic = 0;
  let characters = 0;
  const reader = xmlReader({
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') reading = phonetic === 0;
      else if (name === 'rPh') phonetic += 1;
    },
    close: (name) => {
      if (name === 't') reading = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        strings.push(unescaped(text));
        characters += text.length;
        if (characters > MOST_CHARACTERS || strings.length > MOST_STRINGS) {
          throw new TableError('its texts are larger than 480 MiB', 'Write it as TSV (PRED_FORMAT=tsv).');
        }
      }
    },
    text: (piece) => {
      if (reading) text += piece;
    },
  });
  for await (const chunk of chunks) {
    reader.write(chunk);
    if (strings.length >= most) return strings;
  }
  reader.end();
  return strings;
}
