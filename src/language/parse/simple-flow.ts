import type { Span } from '../text/source';
import { plainScalar } from './simple-scalar';
import type { Entry, TreeNode } from './tree';

/** A piece's text, and how a span of it is made. */
export interface SimpleText {
  readonly text: string;
  readonly span: (start: number, end: number) => Span;
}

/** A bracket, a comma, a key with its colon, or a word; blanks in front of it. */
const TOKEN = / *(?:([[\]{},])|([A-Za-z_][\w.-]*):(?= )|([\w./][\w./+-]*|-[\d.][\w.+-]*)(?= *[,\]}]))/y;
const DEEPEST = 8;

interface Read {
  readonly node: TreeNode;
  readonly next: number;
}

/**
 * Reads a list or mapping in brackets that stands on one line and holds plain words, lists and mappings alone. Nothing
 * where it holds anything else, or the line goes on behind it.
 */
export function readSimpleFlow(at: SimpleText, start: number, end: number): TreeNode | undefined {
  const read = readNode(at, start, 0);
  return read?.next === end ? read.node : undefined;
}

function readNode(at: SimpleText, start: number, depth: number): Read | undefined {
  TOKEN.lastIndex = start;
  const token = TOKEN.exec(at.text);
  if (token === null || depth > DEEPEST) return undefined;
  const next = TOKEN.lastIndex;
  const [, mark, , word] = token;
  if (word !== undefined) {
    const node = plainScalar(word, at.span(next - word.length, next));
    return node && { node, next };
  }
  if (mark === '[') return readList(at, next, depth);
  return mark === '{' ? readMap(at, next, depth) : undefined;
}

function readList(at: SimpleText, open: number, depth: number): Read | undefined {
  const items: TreeNode[] = [];
  let next = open;
  for (;;) {
    const close = markAt(at.text, next);
    if (close?.mark === ']') return { node: listOf(at, open, close.next, items), next: close.next };
    const item = readNode(at, next, depth + 1);
    if (item === undefined) return undefined;
    items.push(item.node);
    const behind = markAt(at.text, item.next);
    if (behind?.mark === ']') return { node: listOf(at, open, behind.next, items), next: behind.next };
    if (behind?.mark !== ',') return undefined;
    ({ next } = behind);
  }
}

function readMap(at: SimpleText, open: number, depth: number): Read | undefined {
  const entries = new Map<string, Entry>();
  let next = open;
  for (;;) {
    const close = markAt(at.text, next);
    if (close?.mark === '}') return { node: mapOf(at, open, close.next, entries), next: close.next };
    TOKEN.lastIndex = next;
    const key = TOKEN.exec(at.text)?.[2];
    if (key === undefined || entries.has(key) || isReserved(key)) return undefined;
    const colon = TOKEN.lastIndex - 1;
    const value = readNode(at, colon + 1, depth + 1);
    if (value === undefined) return undefined;
    entries.set(key, { key, keySpan: at.span(colon - key.length, colon), value: value.node });
    const behind = markAt(at.text, value.next);
    if (behind?.mark === '}') return { node: mapOf(at, open, behind.next, entries), next: behind.next };
    if (behind?.mark !== ',') return undefined;
    ({ next } = behind);
  }
}

const listOf = (at: SimpleText, open: number, end: number, items: readonly TreeNode[]): TreeNode => ({
  kind: 'list',
  span: at.span(open - 1, end),
  items,
});

const mapOf = (at: SimpleText, open: number, end: number, entries: ReadonlyMap<string, Entry>): TreeNode => ({
  kind: 'map',
  span: at.span(open - 1, end),
  entries,
});

function markAt(text: string, from: number): { readonly mark: string; readonly next: number } | undefined {
  let at = from;
  while (text[at] === ' ') at++;
  const mark = text[at] ?? '';
  return ',]}'.includes(mark) && mark !== '' ? { mark, next: at + 1 } : undefined;
}

/** Words that YAML does not take as text cannot be keys without a second thought. */
export const isReserved = (key: string): boolean => /^(?:null|true|false)$/i.test(key);
