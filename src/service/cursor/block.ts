import type { KeyPath } from '../../language';
import { COLON, DASH, HASH, closingQuote, isBlank, isEnd, plainEnd, skipBlanks } from './characters';
import { unquoted } from './flow';

/** What stands behind the last key of a mapping, or the last dash of a list. */
export type Content = 'empty' | 'plain' | 'whole' | 'nested';

/** A block mapping or list that lines so far have opened. */
export interface BlockFrame {
  readonly kind: 'map' | 'list';
  readonly column: number;
  readonly entries: Map<string, string>;
  readonly items: string[];
  /** The last key; absent in lists. */
  key?: string;
  /** Index of the last item; -1 before the first. */
  index: number;
  content: Content;
  /** Where a plain scalar began that the next lines may continue. */
  valueStart: number;
}

export const frameOf = (kind: BlockFrame['kind'], column: number): BlockFrame => ({
  kind,
  column,
  entries: new Map(),
  items: [],
  index: -1,
  content: 'empty',
  valueStart: 0,
});

/** The keys and indexes that lead to the innermost frame. */
export const pathOf = (frames: readonly BlockFrame[]): KeyPath =>
  frames.slice(0, -1).map((frame) => (frame.kind === 'list' ? Math.max(frame.index, 0) : (frame.key ?? '')));

/** The path to what stands behind the last key or dash of the innermost frame. */
export const pathInside = (frames: readonly BlockFrame[]): KeyPath => {
  const last = frames.at(-1);
  if (last === undefined) return [];
  return [...pathOf(frames), last.kind === 'list' ? Math.max(last.index, 0) : (last.key ?? '')];
};

/** The list that a dash in this column belongs to; frames that it ends are taken away. */
export function enterList(frames: BlockFrame[], column: number): BlockFrame {
  closeDeeper(frames, column);
  const top = frames.at(-1);
  if (top?.kind === 'list' && top.column === column) return top;
  // A list may stand in the column of the key that it belongs to.
  return push(frames, 'list', column);
}

/** The mapping that a key in this column belongs to; frames that it ends are taken away. */
export function enterMap(frames: BlockFrame[], column: number): BlockFrame {
  closeDeeper(frames, column);
  if (frames.at(-1)?.kind === 'list' && frames.at(-1)?.column === column) frames.pop();
  const top = frames.at(-1);
  if (top?.kind === 'map' && top.column === column) return top;
  return push(frames, 'map', column);
}

export function closeDeeper(frames: BlockFrame[], column: number): void {
  while ((frames.at(-1)?.column ?? -1) > column) frames.pop();
}

function push(frames: BlockFrame[], kind: BlockFrame['kind'], column: number): BlockFrame {
  const parent = frames.at(-1);
  if (parent !== undefined) parent.content = 'nested';
  const frame = frameOf(kind, column);
  frames.push(frame);
  return frame;
}

export interface FoundKey {
  readonly key: string;
  readonly colon: number;
}

/** The key that begins at an offset and has its colon on the same line. */
export function keyAt(text: string, from: number): FoundKey | undefined {
  const first = text[from] ?? '';
  if (first === '"' || first === "'") {
    const close = closingQuote(text, from, text.length);
    if (close === undefined) return undefined;
    const colon = skipBlanks(text, close);
    const after = text.charCodeAt(colon + 1);
    if (text.charCodeAt(colon) !== COLON || !(isBlank(after) || isEnd(after))) return undefined;
    return { key: unquoted(text.slice(from, close)), colon };
  }
  if ('{}[],&*!|>%@`#'.includes(first)) return undefined;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (isEnd(code) || (code === HASH && isBlank(text.charCodeAt(at - 1)))) return undefined;
    if (code !== COLON) continue;
    const after = text.charCodeAt(at + 1);
    if (isBlank(after) || isEnd(after)) return { key: text.slice(from, at).trimEnd(), colon: at };
  }
}

/** A dash that begins an item. */
export function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== DASH) return false;
  const after = text.charCodeAt(at + 1);
  return isBlank(after) || isEnd(after);
}

/** The start of a value behind a colon or a dash, without anchors and tags in front of it. */
export function valueStart(text: string, from: number): number {
  let at = skipBlanks(text, from);
  while (text[at] === '&' || text[at] === '!') {
    while (!isBlank(text.charCodeAt(at)) && !isEnd(text.charCodeAt(at))) at++;
    at = skipBlanks(text, at);
  }
  return at;
}

/** The value at an offset as far as its line tells. */
export function writtenAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  return isEnd(code) || code === HASH ? '' : text.slice(at, plainEnd(text, at, at));
}

export const newRoot = (): BlockFrame => frameOf('map', 0);
