import type { ChatRequest } from '../../protocol';
import { pause, reasonOf } from '../abort';
import { Bucket } from './bucket';
import { Circuit } from './circuit';
import { Gate } from './gate';

export interface LimitSettings {
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** Tokens of an image, roughly: Qwen's of a picture of 900 x 900 pixels. Only a first guess: replies correct it. */
const IMAGE_TOKENS = 1_000;
const CHARACTERS_A_TOKEN = 4;

/** Tokens that a request may come to: its text by four characters a token, its images, and half of its answers. */
export function guessTokens({ messages, maxTokens, n = 1 }: ChatRequest): number {
  let tokens = (n * maxTokens) / 2;
  for (const { parts } of messages) {
    for (const part of parts) {
      tokens += part.type === 'text' ? part.text.length / CHARACTERS_A_TOKEN : IMAGE_TOKENS;
    }
  }
  return Math.ceil(tokens);
}

/** All that holds requests back: so many at once, so many a minute, rests that the server asks for. */
export class Limits {
  readonly gate: Gate;
  readonly circuit = new Circuit();
  private readonly requests: Bucket | undefined;
  private readonly tokens: Bucket | undefined;
  private restUntil = 0;

  constructor({ concurrency, requestsPerMinute, tokensPerMinute }: LimitSettings) {
    this.gate = new Gate(Math.max(1, Math.floor(concurrency)));
    this.requests = requestsPerMinute === undefined ? undefined : new Bucket(requestsPerMinute);
    this.tokens = tokensPerMinute === undefined ? undefined : new Bucket(tokensPerMinute);
  }

  /** Waits until the request may be sent. Returns the tokens that it was let in for, for `settle`. */
  async admit(request: ChatRequest, signal?: AbortSignal): Promise<number> {
    if (this.circuit.dead.aborted) throw reasonOf(this.circuit.dead);
    const cost = this.tokens === undefined ? 0 : guessTokens(request);
    const wait = Math.max(this.requests?.take(1) ?? 0, this.tokens?.take(cost) ?? 0);
    if (wait > 0) await pause(wait, signal, this.circuit.dead);
    for (let rest = this.restUntil - Date.now(); rest > 0; rest = this.restUntil - Date.now()) {
      await pause(rest, signal, this.circuit.dead);
    }
    return cost;
  }

  settle(asked: number, spent: number): void {
    this.tokens?.settle(asked, spent);
  }

  /** Nobody is let in for so many ms. */
  rest(ms: number): void {
    if (ms > 0) this.restUntil = Math.max(this.restUntil, Date.now() + ms);
  }
}
