import { keysBelow, itemsBelow, without } from './beside';
import { atColumn, below, itemHere, keyHere, type Word } from './blank-line';
import {
  enterList,
  enterMap,
  isDash,
  keyAt,
  pathInside,
  pathOf,
  valueStart,
  writtenAt,
  type BlockFrame,
} from './block';
import {
  COLON,
  HASH,
  columnAfter,
  columnOf,
  hasComment,
  indentationOf,
  isBlank,
  isEnd,
  plainEnd,
  skipBlanks,
} from './characters';
import { framesAt, inOpen, type Spot } from './cursor-at';
import { insideScalar } from './in-text';
import { ownerOf, readValue } from './scan';
import type { Cursor } from './types';

/** A line with text, read from its first character up to the cursor. */
export function writtenLine(spot: Spot, above: readonly BlockFrame[], content: number): Cursor | undefined {
  const { text, lineStart, offset } = spot;
  const frames = [...above];
  let at = content;
  let column = columnOf(text, lineStart, content);
  let list: BlockFrame | undefined;
  while (isDash(text, at)) {
    if (offset <= at) return undefined;
    list = enterList(frames, column);
    list.index++;
    list.content = 'empty';
    const dash = at;
    const next = skipBlanks(text, at + 1);
    for (; at < next; at++) column = columnAfter(column, text.charCodeAt(at));
    if (offset < at || isEnd(text.charCodeAt(at)) || text.charCodeAt(at) === HASH) {
      return behindDash(spot, frames, list, dash, at);
    }
  }
  const found = keyAt(text, at);
  if (found !== undefined && offset > found.colon) {
    const map = enterMap(frames, column);
    map.key = found.key;
    map.content = 'empty';
    return valueHere(spot, frames, map, { keyStart: at, colon: found.colon, column });
  }
  const glued = gluedValue(text, at, offset);
  if (glued !== undefined && found === undefined) {
    const map = enterMap(frames, column);
    map.key = glued.key;
    map.content = 'empty';
    return valueHere(spot, frames, map, { keyStart: at, colon: glued.colon, column });
  }
  if (text[at] !== '"' && text[at] !== "'" && hasComment(text, at, offset)) return undefined;
  if (list !== undefined) return itemWord(spot, frames, list, at, found?.colon);
  const owner = found === undefined && '{["\''.includes(text[at] ?? '') ? ownerOf(frames, column) : undefined;
  if (owner !== undefined) {
    const { open } = readValue(text, at, offset, owner);
    return open === undefined ? undefined : inOpen(spot, framesAt(frames, column), open);
  }
  return keyWord(spot, frames, { at, column, colon: found?.colon });
}

/** Between a dash and what follows it, or behind a dash with nothing. */
function behindDash(
  spot: Spot,
  frames: readonly BlockFrame[],
  list: BlockFrame,
  dash: number,
  content: number,
): Cursor | undefined {
  const { text, offset, lines, lineStart } = spot;
  const isEmpty = isEnd(text.charCodeAt(content)) || text.charCodeAt(content) === HASH;
  if (!isEmpty || (text.charCodeAt(content) === HASH && offset >= content)) return undefined;
  const line = lines.position(offset).line;
  const own = itemHere(spot, pathOf(frames), list.items, { index: list.index, dash: false });
  return {
    ...own,
    lead: offset === dash + 1 ? ' ' : '',
    trail: text.charCodeAt(offset) === HASH ? ' ' : '',
    items: [...list.items, ...itemsBelow(text, lines, line, list.column)],
    beside: keysBelow(text, lines, line, spot.column + (offset === dash + 1 ? 1 : 0)),
    indentation: indentationOf(text, lineStart, dash),
    column: list.column,
  };
}

/** `key:value` without the space that makes it a key: most probably the user is about to see that. */
function gluedValue(text: string, at: number, offset: number): { key: string; colon: number } | undefined {
  const written = text.slice(at, offset);
  const match = /^([A-Za-z_][\w.-]+):(?!\/\/)[^\s:]*$/.exec(written);
  if (match?.[1] === undefined || match[1].endsWith('.py')) return undefined;
  return { key: match[1], colon: at + match[1].length };
}

interface KeyPlace {
  readonly keyStart: number;
  readonly colon: number;
  readonly column: number;
}

function valueHere(
  spot: Spot,
  frames: BlockFrame[],
  map: BlockFrame,
  { keyStart, colon, column }: KeyPlace,
): Cursor | undefined {
  const { text, lines, offset, lineStart } = spot;
  const value = valueStart(text, colon + 1);
  const read = offset > value ? readValue(text, value, offset, map) : undefined;
  const own = without(map.entries, map.key ?? '');
  const line = lines.position(offset).line;
  const beside = new Map([...own, ...keysBelow(text, lines, line, column)]);
  const base = {
    role: 'value',
    path: pathInside(frames),
    flow: false,
    manyLines: false,
    colon: false,
    beside,
    items: [],
    index: 0,
    indentation: indentationOf(text, lineStart, keyStart),
    column,
  } as const;
  if (read?.open !== undefined) {
    map.entries.clear();
    for (const [key, written] of beside) map.entries.set(key, written);
    const inside = inOpen(spot, frames, read.open);
    return inside === undefined ? undefined : { ...inside, indentation: base.indentation, column };
  }
  if (offset <= value) {
    if (offset < value && text[offset - 1] !== ':' && !isBlank(text.charCodeAt(offset - 1))) return undefined;
    const first = text[value] ?? '';
    const isFree = isEnd(text.charCodeAt(value)) || first === '#';
    if (!isFree && '{["\'|>*&!'.includes(first)) return undefined;
    return {
      ...base,
      start: offset,
      end: isFree ? offset : plainEnd(text, value, offset),
      prefix: '',
      before: '',
      lead: text.charCodeAt(offset - 1) === COLON ? ' ' : '',
      trail: first === '#' && offset === value ? ' ' : '',
      fresh: isFree,
    };
  }
  const first = text[value] ?? '';
  if ('{["\'|>*&!'.includes(first) || hasComment(text, value, offset)) return undefined;
  return {
    ...base,
    start: value,
    end: plainEnd(text, value, offset),
    prefix: text.slice(value, offset),
    before: text.slice(value, offset),
    lead: value === colon + 1 ? ' ' : '',
    trail: '',
    fresh: false,
  };
}

/** The word of a key that has no colon yet, or the cursor before its colon. */
function wordAt(spot: Spot, at: number, colon: number | undefined): Word {
  const { text, offset } = spot;
  const mark = text[at];
  if (mark === '"' || mark === "'") {
    const close = text.indexOf(mark, at + 1);
    const closed = close >= 0 && close < spot.lineEnd;
    const end = closed ? close : plainEnd(text, at, offset);
    if (offset > at && offset <= end) {
      return { start: at + 1, end, colon: colon !== undefined, quote: { mark, closed } };
    }
  }
  if (colon !== undefined) {
    return { start: at, end: Math.max(offset, text.slice(at, colon).trimEnd().length + at), colon: true };
  }
  let end = offset;
  while (!isEnd(text.charCodeAt(end)) && !isBlank(text.charCodeAt(end)) && text[end] !== ':') end++;
  return { start: at, end, colon: false };
}

function itemWord(
  spot: Spot,
  frames: BlockFrame[],
  list: BlockFrame,
  at: number,
  colon: number | undefined,
): Cursor | undefined {
  const { text, lines, offset, lineStart, lineEnd } = spot;
  const line = lines.position(offset).line;
  if (offset > at) {
    // A flow collection, or a text in quotes, as the item itself.
    list.items.push(writtenAt(text, at));
    const read = '{["\''.includes(text[at] ?? '') ? readValue(text, at, offset, list) : undefined;
    list.items.pop();
    if (read?.open !== undefined) return inOpen(spot, frames, read.open);
    if (read !== undefined) return undefined;
  }
  const found = wordAt(spot, at, colon);
  const word = colon === undefined ? { ...found, end: plainEnd(text, found.end, found.end) } : found;
  const end = word.quote === undefined && colon === undefined ? plainEnd(text, at, offset) : word.end;
  const own = itemHere(spot, pathOf(frames), list.items, {
    index: list.index,
    dash: false,
    word: { ...word, end: Math.min(end, lineEnd) },
  });
  return {
    ...own,
    items: [...list.items, ...itemsBelow(text, lines, line, list.column)],
    beside: keysBelow(text, lines, line, columnOf(text, lineStart, at)),
    indentation: indentationOf(text, lineStart, at).slice(0, list.column),
    column: list.column,
    fresh: false,
  };
}

interface KeyStart {
  readonly at: number;
  readonly column: number;
  readonly colon: number | undefined;
}

function keyWord(
  spot: Spot,
  above: readonly BlockFrame[],
  { at, column, colon }: KeyStart,
): Cursor | undefined {
  const frames = framesAt(above, column);
  const top = frames.at(-1);
  const word = wordAt(spot, at, colon);
  const here: Spot = { ...spot, column };
  const place = (): Cursor | undefined => {
    if (top === undefined) return keyHere(here, [], new Map(), { fresh: above.length === 0, word });
    if (top.column === column) return atColumn(here, frames, top);
    const deeper = above[frames.length];
    if (deeper?.kind === 'map')
      return keyHere(here, pathOf(above.slice(0, frames.length + 1)), deeper.entries, { fresh: false, word });
    if (top.content === 'empty') {
      return colon === undefined
        ? below(here, frames, top)
        : keyHere(here, pathInside(frames), new Map(), { fresh: false, word });
    }
    return top.content === 'plain' && top.kind === 'map' && colon === undefined
      ? insideScalar(spot, frames, top.valueStart)
      : undefined;
  };
  const found = place();
  if (found === undefined || found.manyLines) return found;
  const prefix = spot.text.slice(word.start, spot.offset);
  if (found.role === 'key' && /\s/.test(prefix) && word.quote === undefined && !found.fresh) return undefined;
  const end = found.fresh && colon === undefined ? plainEnd(spot.text, word.start, spot.offset) : word.end;
  return {
    ...found,
    ...word,
    end,
    prefix,
    before: prefix,
    indentation: indentationOf(spot.text, spot.lineStart, word.start),
    lead: found.role === 'item' && found.lead.endsWith('- ') ? '- ' : '',
  };
}
