import type { ChatRequest } from '../../protocol';
import { OPTIONAL_KEYS, SCHEMA_LEVELS, type Abilities, type OptionalKey } from './dialect';

const CANNOT =
  /unsupported|not (?:be )?(?:supported|allowed|permitted|implemented|available)|only (?:the )?default|unexpected|unknown|unrecognized|extra (?:inputs?|fields?)|does not support|doesn.t support|no longer|forbidden|must be (?:1|one|none|null)|deprecated/i;

const NAMED: Readonly<Record<OptionalKey, RegExp>> = {
  n: /(?:^|[\s`'"[({.])n(?:[`'"\])}:=]|\s*(?:must|should|is|>|!=|=|not|parameter))/,
  seed: /\bseed\b/i,
  top_p: /\btop_p\b/i,
  temperature: /\btemperature\b/i,
  max_tokens: /max_completion_tokens/i,
};

const SCHEMA =
  /response_format|json_schema|json_object|json schema|guided|grammar|structured|tool_choice|\btools?\b/i;

/**
 * What a refusal (400, 422) teaches about the server, from its words: the abilities without what it named, or
 * `undefined` when it is about something else.
 */
export function learn(
  words: string,
  request: ChatRequest,
  used: Abilities,
): { readonly without: OptionalKey | 'schema' } | undefined {
  if (request.schema !== undefined && used.schema < SCHEMA_LEVELS.length - 1 && SCHEMA.test(words)) {
    return { without: 'schema' };
  }
  const sent = OPTIONAL_KEYS.filter((key) => !used.refused.has(key) && isSent(key, request));
  const named = sent.find((key) => NAMED[key].test(words));
  if (named === undefined) return undefined;
  return named === 'max_tokens' || CANNOT.test(words) ? { without: named } : undefined;
}

function isSent(key: OptionalKey, { n = 1, seed, topP }: ChatRequest): boolean {
  switch (key) {
    case 'n':
      return n > 1;
    case 'seed':
      return seed !== undefined;
    case 'top_p':
      return topP !== undefined;
    case 'temperature':
    case 'max_tokens':
      return true;
  }
}

/** The same abilities with one less. A level is left once, however many requests find out at the same time. */
export const withoutAbility = (
  now: Abilities,
  used: Abilities,
  { without }: { readonly without: OptionalKey | 'schema' },
): Abilities =>
  without === 'schema'
    ? { ...now, schema: Math.max(now.schema, used.schema + 1) }
    : { ...now, refused: new Set([...now.refused, without]) };

/** What a user should know of it. */
export const LOST: Readonly<Record<OptionalKey | 'schema', string>> = {
  schema: 'It does not hold answers to a JSON Schema this way: the schema goes into the prompt.',
  n: 'It gives one answer a request: several are asked for one by one.',
  seed: 'It takes no seed: answers cannot be drawn again alike.',
  top_p: 'It takes no `top_p`: its own is used.',
  temperature: 'It takes no temperature: answers are sampled by its own, not by that of training.',
  max_tokens: 'It calls `max_tokens` `max_completion_tokens`.',
};
