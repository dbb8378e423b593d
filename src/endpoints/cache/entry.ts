import type { ChatReply } from '../../protocol';
import { listOf, recordOf } from '../api/values';

/** A line of the cache. The key comes first: it is found without reading the rest. */
export interface Entry {
  readonly key: string;
  readonly model: string;
  /** Images of the request. */
  readonly images: number;
  readonly at: string;
  readonly reply: Omit<ChatReply, 'cached'>;
}

/** One line, without its end. */
export const entryLine = ({ key, model, images, at, reply }: Entry): string =>
  JSON.stringify({ key, model, images, at, answers: reply.answers, tokens: reply.tokens });

/** Reads a line; `undefined` when it is torn or none of ours. */
export function parseEntry(line: string): Entry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { key, model, images, at, answers, tokens } = recordOf(value);
  if (typeof key !== 'string' || typeof model !== 'string' || !Array.isArray(answers)) return undefined;
  const read = listOf(answers).map(recordOf);
  if (!read.every(({ text, truncated }) => typeof text === 'string' && typeof truncated === 'boolean')) {
    return undefined;
  }
  const { input, output } = recordOf(tokens);
  return {
    key,
    model,
    images: typeof images === 'number' ? images : 0,
    at: typeof at === 'string' ? at : '',
    reply: {
      answers: answers as ChatReply['answers'],
      tokens: {
        input: typeof input === 'number' ? input : 0,
        output: typeof output === 'number' ? output : 0,
      },
    },
  };
}
