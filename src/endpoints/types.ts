import type { ChatReply, ChatRequest, ModelChoice } from '../protocol';

/** A model that answers, whoever serves it. Safe to ask many at once: it keeps its own limits. */
export interface ChatClient {
  readonly model: ModelChoice;
  /**
   * Rejects with an `EndpointError` when the model cannot be asked (after retries where these may help), and with the
   * signal's reason when it is aborted. A reply that was paid for before comes from the cache.
   */
  ask(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
  usage(): ChatUsage;
  close(): Promise<void>;
}

export interface ChatUsage {
  readonly requests: number;
  readonly cached: number;
  readonly retried: number;
  readonly failed: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** In the currency of `ChatOptions.price`. */
  readonly cost?: number;
}

export interface ChatOptions {
  /** The key by the name that `ModelChoice.key` says: from the environment or the editor's secrets. Never written. */
  readonly keys: (name: string) => string | undefined;
  /** Requests in flight; default 8. */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Per million tokens. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Seconds until a request is given up; default 300. */
  readonly timeout?: number;
  /** Folder of the cache, shared by all that ask; absent: nothing is kept. */
  readonly cache?: string;
  /** Asks one of the editor's own models; absent outside the editor. */
  readonly editor?: (model: string, request: ChatRequest, signal?: AbortSignal) => Promise<ChatReply>;
}
