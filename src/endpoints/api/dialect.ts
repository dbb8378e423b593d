import type { ChatRequest } from '../../protocol';
import type { EncodedImage } from '../images/encode';

/** One answer as a server gave it. */
export interface Answer {
  readonly text: string;
  readonly truncated: boolean;
}

/** What a server's reply says. */
export interface Said {
  readonly answers: readonly Answer[];
  readonly tokens: { readonly input: number; readonly output: number };
}

/** A body that is no chat reply. `status`: that which a 200 with an error inside stands for. */
export interface NoReply {
  readonly fault: string;
  readonly status?: number;
}

/** How an answer is held to a JSON Schema, from the strongest that a server may know to plain words. */
export const SCHEMA_LEVELS = ['json_schema', 'json_object', 'words'] as const;

/** Keys that a server turned out to refuse, and are left out from then on. */
export const OPTIONAL_KEYS = ['n', 'seed', 'top_p', 'temperature', 'max_tokens'] as const;
export type OptionalKey = (typeof OPTIONAL_KEYS)[number];

/** What is known of a server so far. `schema` is an index of `SCHEMA_LEVELS`. */
export interface Abilities {
  readonly schema: number;
  readonly refused: ReadonlySet<OptionalKey>;
}

/** An API that chat models are served by. Pure: makes bodies and reads them. */
export interface Dialect {
  /** Path behind the base address. */
  readonly path: string;
  readonly headers: (key: string | undefined) => Readonly<Record<string, string>>;
  readonly body: (
    model: string,
    request: ChatRequest,
    images: ReadonlyMap<string, EncodedImage>,
    abilities: Abilities,
  ) => object;
  readonly read: (body: unknown) => Said | NoReply;
  /** Whether it can give several answers to one request. */
  readonly many: boolean;
  /** Index of `SCHEMA_LEVELS` to begin with. */
  readonly schema: number;
}
