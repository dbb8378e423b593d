import type { KeyPath } from '../../language';

/** What would be written at the cursor: a key of a mapping, the value behind a key, or an item of a list. */
export type CursorRole = 'key' | 'value' | 'item';

/** Where the cursor stands in a text that may be half-typed. Offsets are UTF-16 units of the text. */
export interface Cursor {
  readonly role: CursorRole;
  /** Of the mapping (`key`), of the value (`value`), of the list (`item`). */
  readonly path: KeyPath;
  /** Inside `{ }` or `[ ]`, where line breaks mean nothing. */
  readonly flow: boolean;
  /** The word, or the whole scalar, that stands there and would be replaced; on one line. */
  readonly start: number;
  readonly end: number;
  /** The part of it before the cursor. */
  readonly prefix: string;
  /** All of the scalar before the cursor: more than `prefix` where it began on an earlier line. */
  readonly before: string;
  /** The text stands inside a quote that is open at the cursor. */
  readonly quote?: { readonly mark: '"' | "'"; readonly closed: boolean };
  /** A block scalar (`|` or `>`) or a plain scalar of several lines. */
  readonly manyLines: boolean;
  /** What is missing in front: the space behind a colon, or a dash. */
  readonly lead: string;
  /** A space that is missing behind, before a closing bracket. */
  readonly trail: string;
  /** The word is already followed by a colon. */
  readonly colon: boolean;
  /** Keys already written beside it and what stands behind them on their line. */
  readonly beside: ReadonlyMap<string, string>;
  /** Items already written in the same list, as far as each is a single word or text. */
  readonly items: readonly string[];
  /** Index of the item; 0 where there is no list. */
  readonly index: number;
  /** White space of a line that holds the keys of this mapping, or the dashes of this list. */
  readonly indentation: string;
  /** Column of `indentation`. */
  readonly column: number;
  /** Nothing is written yet below the key that the mapping, list or value belongs to. */
  readonly fresh: boolean;
}
