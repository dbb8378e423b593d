import type { LineIndex } from '../../language';
import {
  HASH,
  closingQuote,
  columnAfter,
  isEnd,
  lineEnd,
  outerLine,
  skipBlanks,
  columnOf,
} from './characters';
import { enterList, enterMap, frameOf, isDash, keyAt, valueStart, writtenAt, type BlockFrame } from './block';
import { readFlow, unquoted, type FlowState } from './flow';
import { rootKeys, rootLine, skipEntries } from './skip';

/** Something that began on an earlier line, or before the cursor on its line, and is open at the cursor. */
export type Open =
  | {
      readonly kind: 'flow';
      readonly column: number;
      readonly start: number;
      readonly limit: number;
      readonly state: Extract<FlowState, { kind: 'inside' }>;
    }
  | { readonly kind: 'quoted'; readonly column: number; readonly start: number; readonly limit: number }
  | { readonly kind: 'scalar'; readonly column: number; readonly start: number }
  | { readonly kind: 'comment' };

/** The frames that the lines above the cursor's have opened, and what is open across the line break, if anything. */
export interface Scanned {
  readonly frames: BlockFrame[];
  readonly open?: Open;
}

/** Reads the lines above the cursor's, from the last one on at which all that began before must have ended. */
export function scanAbove(text: string, lines: LineIndex, cursor: number): Scanned {
  const line = lines.position(cursor).line;
  const end = lines.lineStart(line);
  const root = rootLine(text, lines, line);
  const first: readonly BlockFrame[] = root > 0 ? [rootKeys(text, lines, root)] : [];
  const skipped = root < line ? skipEntries(text, lines, { root, line, above: first[0] }) : undefined;
  const frames: BlockFrame[] = [...(skipped?.frames ?? first)];
  let at = lines.lineStart(skipped?.from ?? root);
  while (at < end) {
    const read = readLine(text, at, cursor, frames);
    if (read.open !== undefined) return { frames, open: read.open };
    at = read.next;
  }
  return { frames };
}

interface Read {
  readonly next: number;
  readonly open?: Open;
}

function readLine(text: string, start: number, cursor: number, frames: BlockFrame[]): Read {
  const next = nextLine(text, lineEnd(text, start));
  let at = skipBlanks(text, start);
  if (isEnd(text.charCodeAt(at)) || text.charCodeAt(at) === HASH) return { next };
  if (at === start && /^(?:---|\.\.\.|%)/.test(text.slice(at, at + 3))) {
    frames.length = 0;
    return { next };
  }
  let column = columnOf(text, start, at);
  while (isDash(text, at)) {
    const list = enterList(frames, column);
    list.index++;
    list.content = 'empty';
    const content = skipBlanks(text, at + 1);
    for (; at < content; at++) column = columnAfter(column, text.charCodeAt(at));
    if (isEnd(text.charCodeAt(at)) || text.charCodeAt(at) === HASH) return { next };
    if (isDash(text, at)) continue;
    if (keyAt(text, at) === undefined) {
      const written = writtenAt(text, at);
      list.items.push(unquoted(written));
      return readValue(text, valueStart(text, at), cursor, list);
    }
  }
  const found = keyAt(text, at);
  if (found === undefined) {
    const owner = ownerOf(frames, column);
    // A value that begins below its key; else a bare word: half a key, or the further line of a text.
    return owner === undefined || !'{["\''.includes(text[at] ?? '')
      ? { next }
      : readValue(text, at, cursor, owner);
  }
  const map = enterMap(frames, column);
  const value = valueStart(text, found.colon + 1);
  map.key = found.key;
  map.content = 'empty';
  map.entries.set(found.key, writtenAt(text, value));
  return readValue(text, value, cursor, map);
}

/** The frame whose last key has nothing behind it, where a line in this column stands for its value. */
export function ownerOf(frames: readonly BlockFrame[], column: number): BlockFrame | undefined {
  // The document itself may be one flow mapping.
  if (frames.length === 0) return frameOf('map', -1);
  const top = frames.findLast((frame) => frame.column <= column);
  return top !== undefined && top.column < column && top.content === 'empty' ? top : undefined;
}

/** Reads on behind a key or a dash, over as many lines as the value takes. */
export function readValue(text: string, at: number, cursor: number, frame: BlockFrame): Read {
  const end = lineEnd(text, at);
  const next = nextLine(text, end);
  const code = text.charCodeAt(at);
  const first = text[at] ?? '';
  if (isEnd(code) || code === HASH) return { next };
  const { column } = frame;
  frame.content = 'whole';
  if (first === '{' || first === '[') {
    const limit = outerLine(text, at, column);
    const state = readFlow(text, at, cursor, limit);
    if (state.kind === 'comment') return { next, open: { kind: 'comment' } };
    if (state.kind === 'inside') return { next, open: { kind: 'flow', column, start: at, limit, state } };
    return { next: isLineStart(text, state.end) ? state.end : nextLine(text, lineEnd(text, state.end)) };
  }
  if (first === '"' || first === "'") {
    const limit = outerLine(text, at, column);
    const close = closingQuote(text, at, limit);
    if ((close ?? limit) > cursor || (close === undefined && limit === text.length)) {
      return { next, open: { kind: 'quoted', column, start: at, limit } };
    }
    return { next: close === undefined ? limit : nextLine(text, lineEnd(text, close)) };
  }
  if (/^[|>][-+\d]{0,2}[ \t]*(?:#.*)?$/.test(text.slice(at, end))) {
    const limit = outerScalarLine(text, at, column);
    if (cursor > end && (cursor < limit || limit === text.length)) {
      return { next, open: { kind: 'scalar', column, start: Math.min(next, text.length) } };
    }
    return { next: limit };
  }
  if (first !== '*') {
    frame.content = 'plain';
    frame.valueStart = at;
  }
  return { next };
}

/** Brackets and hashes mean nothing in a block scalar: only the indentation ends it. */
function outerScalarLine(text: string, from: number, column: number): number {
  for (
    let at = nextLine(text, lineEnd(text, from));
    at < text.length;
    at = nextLine(text, lineEnd(text, at))
  ) {
    const content = skipBlanks(text, at);
    if (!isEnd(text.charCodeAt(content)) && columnOf(text, at, content) <= column) return at;
  }
  return text.length;
}

const isLineStart = (text: string, at: number): boolean => at > 0 && '\n\r'.includes(text[at - 1] ?? '');

export function nextLine(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}
