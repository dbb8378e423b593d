import { createReadStream } from 'node:fs';

/** A line this long is no prediction: it is skipped and counted as broken, so that memory stays bounded. */
const LONGEST = 64 * 1024 * 1024;

/**
 * The lines of a UTF-8 file, split at `\n` only: Node's readline also splits at U+2028, which JSON allows inside a
 * string. `undefined` stands for a line too long to keep.
 */
export async function* readLines(file: string): AsyncGenerator<string | undefined> {
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const text = chunk as string;
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      yield length > LONGEST ? undefined : pieces.join('') + text.slice(start, end);
      pieces = [];
      length = 0;
      start = end + 1;
    }
    length += text.length - start;
    if (length <= LONGEST) pieces.push(text.slice(start));
    else pieces = [];
  }
  if (length > 0) yield length > LONGEST ? undefined : pieces.join('');
}
