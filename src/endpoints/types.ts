import type { ChatReply, ChatRequest, ModelChoice } from '../protocol';
import type { MeasuredTokens } from './cache/measure';

/** A model that answers, whoever serves it. Safe to ask many at once: it keeps its own limits. */
export interface ChatClient {
  readonly model: ModelChoice;
  /**
   * Rejects with an `EndpointError` when the model cannot be asked (after retries where these may help), and with the
   * signal's reason when it is aborted. A reply that was paid for before comes from the cache.
   */
  ask(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
  usage(): ChatUsage;
  /** Tells `listener` whenever something was paid for or given up, before the reply is kept or given to anybody. */
  onSpent?(listener: () => void): void;
  /** What answers of this model have cost so far, by what its cache holds. */
  measured?(): Promise<MeasuredTokens | undefined>;
  close(): Promise<void>;
}

export interface ChatUsage {
  /** Answered by the server. */
  readonly requests: number;
  /** Answered by the cache. */
  readonly cached: number;
  readonly retried: number;
  readonly failed: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** In the currency of `ChatOptions.price`. */
  readonly cost?: number;
}

/** Price per million tokens, in any currency. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What a curriculum may say of an endpoint besides which model it is. */
export interface ChatLimits {
  /** Requests in flight; default 8. */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Per million tokens. */
  readonly price?: Price;
  /** Seconds until a request is given up; default 300. */
  readonly timeout?: number;
}

export interface ChatOptions extends ChatLimits {
  /** The key by the name that `ModelChoice.key` says: from the environment or the editor's secrets. Never written. */
  readonly keys: (name: string) => string | undefined;
  /** Folder of the cache, shared by all that ask; absent: nothing is kept. */
  readonly cache?: string;
  /** Asks one of the editor's own models; absent outside the editor. */
  readonly editor?: (model: string, request: ChatRequest, signal?: AbortSignal) => Promise<ChatReply>;
  /** Told once each: what the server turned out not to do, images made smaller, a pause that it asks for. */
  readonly onNote?: (words: string) => void;
}
