import type { SourceText, Span } from '../text/source';

/**
 * The tree of a document with where everything was written. Nodes may be shared (aliases, inherited parts), never
 * cyclic, and every node knows its own source: a tree merged from several files still tells who wrote what.
 */
export type TreeNode = ScalarNode | MapNode | ListNode;

export type ScalarStyle =
  | 'plain'
  | 'single-quoted'
  | 'double-quoted'
  | 'literal'
  | 'folded'
  /** Nothing was written: `key:` and then the end of the line. */
  | 'empty'
  /** Something was written that has no meaning; its problem is already reported. */
  | 'broken';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly style: ScalarStyle;
  /** The value that YAML's core schema gives it. */
  readonly value: string | number | boolean | null;
  /** The characters of a plain scalar, or the decoded text of any other. */
  readonly text: string;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: TreeNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  /** By key, in the order written. */
  readonly entries: ReadonlyMap<string, Entry>;
  /**
   * The same mapping as its piece of the text was read, with spans that count from there. It stays the same as long
   * as the piece does, wherever that moves: what a mapping alone tells is kept by it.
   */
  readonly origin?: MapNode;
  /** Where `origin` was laid. */
  readonly laid?: Laying;
}

/** Lays what was read of a piece where the piece stands in its file. */
export interface Laying {
  readonly source: SourceText;
  /** Where the piece starts. */
  readonly by: number;
}

export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly TreeNode[];
}

export const isBroken = (node: TreeNode): boolean => node.kind === 'scalar' && node.style === 'broken';
/** No value at all: half-typed, or an explicit null. */
export const isEmpty = (node: TreeNode): boolean => node.kind === 'scalar' && node.value === null;

/** The value under a key of a map, or nothing when the node is no map or has no such key. */
export const child = (node: TreeNode | undefined, key: string): TreeNode | undefined =>
  node?.kind === 'map' && hasKey(node, key) ? node.entries.get(key)?.value : undefined;

/** The same for what the value says alone: its spans may count from anywhere. */
export const peek = (node: TreeNode | undefined, key: string): TreeNode | undefined =>
  node?.kind === 'map' ? (node.origin ?? node).entries.get(key)?.value : undefined;

/** Whether a map has a key; most that are asked have not, and need not be laid out for that. */
export const hasKey = (node: MapNode, key: string): boolean => (node.origin ?? node).entries.has(key);

/** The text of a scalar that is neither empty nor broken. */
export const textOf = (node: TreeNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null && node.style !== 'broken' ? node.text : undefined;

/** A short place for a problem about the whole node: a map's first key rather than all of its lines. */
export function headSpan(node: TreeNode): Span {
  if (node.kind === 'map') {
    for (const entry of node.entries.values()) {
      if (entry.keySpan.source === node.span.source) return entry.keySpan;
    }
  }
  if (node.kind === 'list') {
    const [first] = node.items;
    if (first?.span.source === node.span.source) return headSpan(first);
  }
  return node.span;
}
