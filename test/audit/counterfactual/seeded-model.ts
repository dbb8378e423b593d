import { json, type Act } from '../../endpoints/fault-server';

/**
 * A model whose faults are known: it stands in for a VLM, so that the verdicts can be held against the truth. A picture
 * holds a number (in its last bytes); every question asks for that number plus one. What is wrong with it is said by the
 * item's row:
 *
 * - `perception`: reads a wrong number from the picture, also when it describes it;
 * - `integration`: describes the picture rightly, answers wrongly from it;
 * - `reasoning`: never adds the one;
 * - `blind`: answers rightly only without the picture; `right`: has no fault.
 */
export const SEEDED = ['perception', 'integration', 'reasoning', 'blind', 'right'] as const;

const number = (text: string): number | undefined => {
  const found = /number (\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

export function seededAnswer(text: string, picture: string | undefined): string {
  const row = /Item (\w+)-(\d+)/.exec(text);
  const fault = row?.[1] ?? '';
  const seen = picture === undefined ? undefined : number(Buffer.from(picture, 'base64').toString('latin1'));
  const read = seen === undefined ? undefined : fault === 'perception' ? seen + 5 : seen;
  if (text.includes('Do not answer the question')) return `A card with the number ${read ?? 0} on it.`;
  const told = number(text);
  const known = told ?? read;
  if (known === undefined) return `I guess \\boxed{${fault === 'blind' ? Number(row?.[2]) + 1 : -1}}`;
  const slips = fault === 'reasoning' || fault === 'blind' || (fault === 'integration' && told === undefined);
  return `It is ${known}, so \\boxed{${known + (slips ? 0 : 1)}}`;
}

interface Part {
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** Serves it as an OpenAI-compatible server. */
export const seeded: Act = (response, { body }) => {
  const [{ content }] = body.messages as readonly [{ readonly content: string | readonly Part[] }];
  const parts = typeof content === 'string' ? [{ text: content }] : content;
  const text = parts.map((part) => part.text ?? '').join('\n');
  const picture = parts.find((part) => part.image_url !== undefined)?.image_url?.url.split(',')[1];
  const answer = seededAnswer(text, picture);
  json(response, {
    choices: Array.from({ length: Number(body.n ?? 1) }, () => ({
      message: { content: answer },
      finish_reason: 'stop',
    })),
    usage: { prompt_tokens: 100, completion_tokens: 10 * Number(body.n ?? 1) },
  });
};
