import type { ModelConfig } from '../model';
import type { Prompt } from '../sequence';
import { ANSWER, DESCRIPTION, EOS, QUESTION, type Tokenizer } from '../tokenizer';

export interface PromptParts {
  readonly question: string;
  /** What the image shows, in words; given before the question. */
  readonly description?: string;
  readonly patches?: Float32Array;
}

export interface EncodedPrompt {
  readonly prompt: Prompt;
  /** The start of the question was left out because the prompt was too long. */
  readonly cut: boolean;
}

interface Language {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
}

/** Tokens that a prompt always leaves to the response. */
const responseRoom = (config: ModelConfig): number => Math.floor(config.text / 4);

/** The longest prompt, in tokens, when responses may take `maxResponse`. */
export const longestPrompt = (config: ModelConfig, maxPrompt: number, maxResponse: number): number =>
  Math.max(4, Math.min(maxPrompt, config.text - Math.min(maxResponse, responseRoom(config))));

/**
 * `<description> ... <question> ... <answer>`, at most `limit` tokens. A prompt that is too long loses the start of its
 * question first (instructions and the actual question stand at its end), then the end of its description.
 */
export function encodePrompt(
  { config, tokenizer }: Language,
  { question, description, patches }: PromptParts,
  limit: number = longestPrompt(config, config.text, config.text),
): EncodedPrompt {
  const asked = tokenizer.encode(question);
  const described =
    description === undefined ? [] : [DESCRIPTION, ...tokenizer.encode(description)].slice(0, limit - 3);
  const room = limit - described.length - 2;
  const cut = asked.length > room;
  const tokens = [...described, QUESTION, ...(cut ? asked.slice(asked.length - room) : asked), ANSWER];
  return { prompt: { tokens, ...(patches === undefined ? {} : { patches }) }, cut };
}

/** The tokens of a response with the end token, as far as they fit behind the prompt. */
export function encodeResponse(
  { config, tokenizer }: Language,
  prompt: Prompt,
  text: string,
): readonly number[] {
  return [...tokenizer.encode(text), EOS].slice(0, config.text + 1 - prompt.tokens.length);
}
