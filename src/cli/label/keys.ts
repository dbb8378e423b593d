import type { ReadStream } from 'node:tty';

/** Keys of a terminal in raw mode, one after the other; raw mode ends with the iteration. */
export async function* rawKeys(input: ReadStream): AsyncGenerator<string> {
  const before = input.isRaw;
  input.setRawMode(true);
  input.setEncoding('utf8');
  try {
    for await (const chunk of input) {
      const text = String(chunk);
      // Arrow keys and the like are sequences: none of them means anything here.
      if (text.startsWith('\u001b')) continue;
      for (const key of text) yield key;
    }
  } finally {
    input.setRawMode(before);
    input.pause();
  }
}
