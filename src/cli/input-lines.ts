import { StringDecoder } from 'node:string_decoder';

/** A line of an input, without its end; `undefined` for one that is too long, whose text is thrown away. */
export type InputLine = string | undefined;

/**
 * The lines of a stream of UTF-8, ended by LF or CRLF; the last need not be ended. A line of more than `limit`
 * characters is skipped without being kept, so that input without line ends cannot fill the memory.
 */
export async function* inputLines(stream: AsyncIterable<Buffer>, limit: number): AsyncGenerator<InputLine> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  const take = (text: string): void => {
    length += text.length;
    if (length > limit) parts = [];
    else if (text !== '') parts.push(text);
  };
  const line = (): InputLine => {
    const text = length > limit ? undefined : parts.join('').replace(/\r$/, '');
    parts = [];
    length = 0;
    return text;
  };
  for await (const chunk of stream) {
    const text = decoder.write(chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      take(text.slice(from, end));
      from = end + 1;
      yield line();
    }
    take(text.slice(from));
  }
  take(decoder.end());
  if (length > 0) yield line();
}
