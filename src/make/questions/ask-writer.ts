import { EndpointError, type ChatClient } from '../../endpoints';
import type { QuestionRecipe } from '../../language';
import { legible } from '../legible';
import { writerRequest } from './prompt';
import { readReply, type Draft } from './reply/read';
import { WRITER_SILENT } from './silent';

/** What a writer said about a caption. */
export type Written =
  | { readonly drafts: readonly Draft[]; readonly reply: string }
  | { readonly reason: string; readonly detail?: string; readonly reply: string };

/** A reply that holds no question is asked for anew once: writers are sampled, and the next may be sound. */
const ATTEMPTS = 2;
const KEPT_REPLY = 20_000;
const SHOWN = 300;

/**
 * Asks for the questions of one caption. Rejects with an `EndpointError` that concerns all requests, and with the
 * signal's reason; another failure of the endpoint is a reason.
 */
export async function askWriter(
  prompt: string,
  count: number,
  parts: {
    readonly client: ChatClient;
    readonly recipe: QuestionRecipe;
    readonly seed: number;
    readonly signal: AbortSignal;
  },
): Promise<Written> {
  const { client, recipe, seed, signal } = parts;
  let last: Written = { reason: WRITER_SILENT, reply: '' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const { answers } = await client.ask(writerRequest(prompt, recipe, seed, attempt), signal);
      const [said = { text: '', truncated: false }] = answers;
      const reply = legible(said.text.slice(0, KEPT_REPLY));
      const read = readReply(said.text, count, said.truncated);
      if ('drafts' in read) return { ...read, reply };
      last = { ...read, reply };
    } catch (error) {
      if (!(error instanceof EndpointError) || error.concernsAll) throw error;
      return { reason: WRITER_SILENT, detail: error.message.slice(0, SHOWN), reply: '' };
    }
  }
  return last;
}
