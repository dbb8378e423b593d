import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEntry } from './entry';

/** Tokens that answers of a model have cost so far: means over what the cache holds. */
export interface MeasuredTokens {
  /** Answers that were measured. */
  readonly answers: number;
  /** Tokens of a request with an image and without one; absent where there was none. */
  readonly input: { readonly image?: number; readonly text?: number };
  /** Tokens of one answer. */
  readonly output: number;
}

/** Entries that are enough for a mean. */
const ENOUGH = 2_000;
/** Bytes of a file that is looked through. */
const LARGEST_SHARD = 256 * 1024 * 1024;

/** Means over at most some 2,000 kept replies of a model whose tokens were counted; `undefined`: there are none. */
export async function measuredTokens(folder: string, model: string): Promise<MeasuredTokens | undefined> {
  const sums = { image: 0, images: 0, text: 0, texts: 0, output: 0, answers: 0, entries: 0 };
  const files = await readdir(folder).catch((): string[] => []);
  for (const file of files.filter((name) => /^[0-9a-f]{2}\.jsonl$/.test(name))) {
    if (sums.entries >= ENOUGH) break;
    const path = join(folder, file);
    const found = await lstat(path).catch(() => undefined);
    // One that was not written by the cache, and perhaps never ends.
    if (found?.isFile() !== true || found.size > LARGEST_SHARD) continue;
    const input = createReadStream(path, 'utf8');
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const entry = parseEntry(line);
      if (entry?.model !== model || entry.reply.tokens.input === 0) continue;
      const { tokens, answers } = entry.reply;
      if (entry.images > 0) {
        sums.image += tokens.input;
        sums.images += 1;
      } else {
        sums.text += tokens.input;
        sums.texts += 1;
      }
      sums.output += tokens.output;
      sums.answers += answers.length;
      sums.entries += 1;
      if (sums.entries >= ENOUGH) break;
    }
    input.destroy();
  }
  if (sums.answers === 0) return undefined;
  return {
    answers: sums.answers,
    input: {
      ...(sums.images === 0 ? {} : { image: sums.image / sums.images }),
      ...(sums.texts === 0 ? {} : { text: sums.text / sums.texts }),
    },
    output: sums.output / sums.answers,
  };
}
