/** What a model is asked. Images are files: each client encodes them as its server wants. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  /** Answers wanted; default 1. */
  readonly n?: number;
  readonly seed?: number;
  /** JSON Schema that the answer must follow; a client whose server knows none puts it into words. */
  readonly schema?: { readonly name: string; readonly schema: object };
}
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly ChatPart[];
}
export type ChatPart =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'image'; readonly file: string };

export interface ChatReply {
  readonly answers: readonly { readonly text: string; readonly truncated: boolean }[];
  /** As the server counted; 0 when it does not say. */
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cached: boolean;
}
