import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Bytes at a time: large enough to be fast, small enough for any machine. */
const PIECE = 256 * 1024;

/** What Windows PowerShell writes with `>` begins with these bytes; all else is read as UTF-8. */
const isUtf16 = (piece: Uint8Array): boolean => piece[0] === 0xff && piece[1] === 0xfe;

/** A text in pieces; characters of several bytes stay whole. */
export async function* pieces(from: string | AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let decoder: StringDecoder | undefined;
  for await (const piece of typeof from === 'string'
    ? createReadStream(from, { highWaterMark: PIECE })
    : from) {
    if (typeof piece !== 'string')
      decoder ??= new StringDecoder(isUtf16(piece as Uint8Array) ? 'utf16le' : 'utf8');
    const text = typeof piece === 'string' ? piece : (decoder?.write(piece as Uint8Array) ?? '');
    if (text !== '') yield text;
  }
  const rest = decoder?.end() ?? '';
  if (rest !== '') yield rest;
}

/** A line of a file of metrics is never longer; the rest of a longer one is passed over. */
const LONGEST = 8 * 2 ** 20;

/** Lines of a text, whole ones and the last. Lines beyond 8 MB come as empty ones, so that numbers stay right. */
export async function* wholeLines(from: string | AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  let tooLong = false;
  for await (const piece of pieces(from)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield tooLong ? '' : line;
      tooLong = false;
    }
    if (rest.length > LONGEST) {
      rest = '';
      tooLong = true;
    }
  }
  if (rest !== '' && !tooLong) yield rest;
}
