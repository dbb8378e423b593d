import type { SourceText, Span } from '../text/source';
import { isReserved, readSimpleFlow, type SimpleText } from './simple-flow';
import { plainScalar } from './simple-scalar';
import type { Entry, TreeNode } from './tree';

/** What a simple piece says: what the library would make of it, without the library. */
export interface SimplePiece {
  readonly tree: TreeNode;
  /** What an indented piece adds to the value of the key that it stands under. */
  readonly under?: TreeNode;
}

/** One line: blanks, a dash, a key with its colon, a value, a comment. */
const LINE = /( *)(?:(-)( +))?(?:([A-Za-z_][\w.-]*):(?=[ \r\n]|$))?( *)([^#\r\n]*)(#[^\r\n]*)?(?:\r?\n|$)/y;
/** Characters of which none means anything special to YAML where it stands inside a text; no tabs. */
const ORDINARY = /^[\x20-\x7e\r\n\u00a1-\u1fff]*$/;
const DEEPEST = 16;

/** A block that is still being read. */
interface Block {
  readonly column: number;
  readonly start: number;
  readonly items?: TreeNode[];
  readonly entries?: Map<string, Entry>;
  /** Takes the block's node when it ends. */
  readonly done: (node: TreeNode) => void;
}

interface Reading extends SimpleText {
  readonly blocks: Block[];
  /** Behind the last line with something in it. */
  end: number;
  /** A key, or the start, that waits for a deeper block. */
  open: { readonly column: number; readonly take: (node: TreeNode) => void } | undefined;
  /** Where the comments at the end begin that have lines of their own, and their columns. */
  comments: { readonly column: number; readonly end: number }[];
}

/**
 * Reads a piece of which each line is a key, an item, or both, with a plain value, one in plain quotes or one in
 * brackets: nearly every line of a curriculum. It is many times faster than the library, above all in a process that
 * has just begun. Nothing for all else: the library must then say what it means. What is read is what the library
 * reads, to the last offset.
 */
export function readSimple(source: SourceText): SimplePiece | undefined {
  const { text } = source;
  if (!ORDINARY.test(text)) return undefined;
  let under: TreeNode | undefined;
  const reading: Reading = {
    text,
    span: (start: number, end: number): Span => ({ source, start, end }),
    blocks: [],
    end: 0,
    open: { column: -1, take: (node) => void (under = node) },
    comments: [],
  };
  for (let at = 0; at < text.length;) {
    LINE.lastIndex = at;
    const line = LINE.exec(text);
    if (line === null || LINE.lastIndex === at) return undefined;
    const next = LINE.lastIndex;
    if (!readLine(reading, line, at, next)) return undefined;
    at = next;
  }
  const column = reading.blocks[0]?.column;
  if (column === undefined || !closeEmpty(reading, column)) return undefined;
  while (reading.blocks.length > 0) close(reading);
  if (under === undefined) return undefined;
  return whole(reading, column, under);
}

/** YAML allows a little more for a key on one line; to tell is the library's business. */
const LONGEST_KEY = 1000;

/** A key of the root that waits for its value in the pieces below it. */
function closeEmpty(reading: Reading, column: number): boolean {
  if (reading.open === undefined) return true;
  const { text, open } = reading;
  const colon = text.indexOf(':');
  if (column > 0 || reading.comments.length > 0 || !/^:(?:\r?\n)*$/.test(text.slice(colon))) return false;
  const span = reading.span(colon + 1, colon + 1);
  open.take({ kind: 'scalar', span, style: 'empty', value: null, text: '' });
  reading.open = undefined;
  reading.end = colon + 1;
  return true;
}

function whole(reading: Reading, column: number, node: TreeNode): SimplePiece | undefined {
  const { comments, end } = reading;
  if (column === 0 && node.kind === 'map') {
    // A comment that is indented belongs to the mapping.
    if (comments.some((one) => one.column > 0)) return undefined;
    return { tree: { ...node, span: reading.span(0, end) } };
  }
  const isOutside = comments.every((one) => one.column < column || one.column === 0);
  if (!isOutside && !comments.every((one) => one.column === column)) return undefined;
  const last = isOutside ? end : (comments.at(-1)?.end ?? end);
  return { tree: { kind: 'map', span: reading.span(0, last), entries: new Map() }, under: node };
}

/** Reads one line; false where it is not simple. */
function readLine(reading: Reading, line: RegExpExecArray, at: number, next: number): boolean {
  const [, indent = '', dash, gap = '', key, blanks = '', written = '', comment] = line;
  const value = written.replace(/ +$/, '');
  if (dash === undefined && key === undefined && value === '') {
    if (comment !== undefined) {
      const column = indent.length + blanks.length;
      reading.comments.push({ column, end: next });
    }
    return true;
  }
  // A comment between two lines may belong to either.
  if (reading.comments.length > 0) return false;
  if (comment !== undefined && !(written === '' ? blanks : written).endsWith(' ')) return false;
  let column = indent.length;
  let start = at + column;
  if (dash !== undefined) {
    const list = blockAt(reading, column, start, 'items');
    if (list === undefined) return false;
    column += 1 + gap.length;
    start += 1 + gap.length;
    reading.end = next;
    const take = (node: TreeNode): void => void list.push(node);
    if (key === undefined) {
      const node = readValue(reading, value, start + blanks.length);
      if (node === undefined || reading.open !== undefined) return false;
      take(node);
      return true;
    }
    reading.open = { column: column - 1, take };
  }
  if (key === undefined || key.length > LONGEST_KEY || isReserved(key)) return false;
  const entries = blockAt(reading, column, start, 'entries');
  if (entries === undefined || entries.has(key)) return false;
  reading.end = next;
  const keySpan = reading.span(start, start + key.length);
  const take = (node: TreeNode): void => void entries.set(key, { key, keySpan, value: node });
  if (value === '') {
    // Its place in the order is taken now.
    reading.open = { column, take };
    return true;
  }
  const node = readValue(reading, value, start + key.length + 1 + blanks.length);
  if (node === undefined) return false;
  take(node);
  return true;
}

/** The list or mapping in a column: one that is open there, or one that begins now where a value is awaited. */
function blockAt(reading: Reading, column: number, start: number, kind: 'items'): TreeNode[] | undefined;
function blockAt(
  reading: Reading,
  column: number,
  start: number,
  kind: 'entries',
): Map<string, Entry> | undefined;
function blockAt(
  reading: Reading,
  column: number,
  start: number,
  kind: 'items' | 'entries',
): TreeNode[] | Map<string, Entry> | undefined {
  const { open, blocks } = reading;
  if (open !== undefined) {
    if (column <= open.column || blocks.length >= DEEPEST) return undefined;
    reading.open = undefined;
    const block: Block = {
      column,
      start,
      ...(kind === 'items' ? { items: [] } : { entries: new Map<string, Entry>() }),
      done: open.take,
    };
    blocks.push(block);
    return block[kind];
  }
  while ((blocks.at(-1)?.column ?? -1) > column) close(reading);
  const block = blocks.at(-1);
  return block?.column === column ? block[kind] : undefined;
}

function close(reading: Reading): void {
  const block = reading.blocks.pop();
  if (block === undefined) return;
  const span = reading.span(block.start, reading.end);
  const { items, entries } = block;
  block.done(
    items === undefined
      ? { kind: 'map', span, entries: entries ?? new Map<string, Entry>() }
      : { kind: 'list', span, items },
  );
}

function readValue(reading: Reading, value: string, start: number): TreeNode | undefined {
  const end = start + value.length;
  const first = value[0];
  if (first === '[' || first === '{') return readSimpleFlow(reading, start, end);
  if (first === '"' || first === "'") {
    if (!/^(?:"[^"\\]*"|'[^']*')$/.test(value)) return undefined;
    const text = value.slice(1, -1);
    const style = first === '"' ? 'double-quoted' : 'single-quoted';
    return { kind: 'scalar', span: reading.span(start, end), style, value: text, text };
  }
  if (/:(?: |$)/.test(value)) return undefined;
  return plainScalar(value, reading.span(start, end));
}
