import { itemsBelow, keysBelow } from './beside';
import { isDash, pathInside, pathOf, type BlockFrame } from './block';
import { HASH, columnOf, indentationOf, isEnd, lineEnd, skipBlanks } from './characters';
import { framesAt, type Spot } from './cursor-at';
import { insideScalar } from './in-text';
import { nextLine } from './scan';
import type { Cursor } from './types';

/** A line without text: the cursor's column says which mapping or list would be written to. */
export function blankLine(spot: Spot, frames: readonly BlockFrame[]): Cursor | undefined {
  const kept = framesAt(frames, spot.column);
  const top = kept.at(-1);
  if (top === undefined) return keyHere(spot, [], new Map(), { fresh: frames.length === 0 });
  if (top.column === spot.column) return atColumn(spot, kept, top);
  // Between two levels: the spaces that are missing to the deeper one are written along.
  const deeper = frames[kept.length];
  if (deeper !== undefined) {
    const shifted = shift(spot, deeper.column);
    return atColumn(shifted, frames.slice(0, kept.length + 1), deeper);
  }
  switch (top.content) {
    case 'empty':
      return below(spot, kept, top);
    case 'plain':
      return top.kind === 'map' ? insideScalar(spot, kept, top.valueStart) : undefined;
    case 'nested':
    case 'whole':
      return undefined;
  }
}

/** The cursor moved to the right, by spaces that are still to be written. */
export interface Shifted extends Spot {
  readonly lead?: string;
}
const shift = (spot: Spot, column: number): Shifted => ({
  ...spot,
  column,
  lead: ' '.repeat(Math.max(0, column - spot.column)),
});

/** In the column of a mapping's keys, or of a list's dashes. */
export function atColumn(spot: Shifted, frames: readonly BlockFrame[], top: BlockFrame): Cursor {
  const parent = frames.at(-2);
  if (top.kind === 'list') {
    // A list in the column of its own key: a key is what usually comes next there.
    if (parent?.kind === 'map' && parent.column === top.column) {
      return keyHere(spot, pathOf(frames.slice(0, -1)), parent.entries, { fresh: false });
    }
    return itemHere(spot, pathOf(frames), top.items, { index: top.index + 1, dash: true });
  }
  return keyHere(spot, pathOf(frames), top.entries, { fresh: false });
}

/** Deeper than a key or a dash with nothing behind it: what comes there is its value. */
export function below(spot: Spot, frames: readonly BlockFrame[], top: BlockFrame): Cursor {
  const path = pathInside(frames);
  const next = contentBelow(spot);
  const isOwn = next !== undefined && next.column > top.column;
  const isBlankLine = isEnd(spot.text.charCodeAt(skipBlanks(spot.text, spot.lineStart)));
  const shifted = isOwn && isBlankLine ? shift(spot, next.column) : spot;
  if (isOwn && next.dash && top.kind === 'map' && next.column === shifted.column) {
    return itemHere(shifted, path, [], { index: 0, dash: true });
  }
  return keyHere(shifted, path, new Map(), { fresh: !isOwn });
}

interface Below {
  readonly column: number;
  readonly dash: boolean;
}

/** The next line that says something. */
function contentBelow({ text, lineEnd: end }: Spot): Below | undefined {
  let at = nextLine(text, end);
  while (at < text.length) {
    const content = skipBlanks(text, at);
    const code = text.charCodeAt(content);
    if (!isEnd(code) && code !== HASH) {
      return { column: columnOf(text, at, content), dash: isDash(text, content) };
    }
    at = nextLine(text, lineEnd(text, content));
  }
  return undefined;
}

/** Whatever word stands at the cursor; set by the line's own reader, nothing on an empty line. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly colon: boolean;
  readonly quote?: NonNullable<Cursor['quote']>;
}

const nothing = ({ offset }: Spot): Word => ({ start: offset, end: offset, colon: false });

export function keyHere(
  spot: Shifted,
  path: Cursor['path'],
  above: ReadonlyMap<string, string>,
  options: { readonly fresh: boolean; readonly word?: Word },
): Cursor {
  const { text, lines, offset, lineStart, column, lead = '' } = spot;
  const word = options.word ?? nothing(spot);
  const line = lines.position(offset).line;
  return {
    ...word,
    role: 'key',
    path,
    flow: false,
    prefix: text.slice(word.start, offset),
    before: text.slice(word.start, offset),
    manyLines: false,
    lead,
    trail: '',
    beside: new Map([...above, ...keysBelow(text, lines, line, column)]),
    items: [],
    index: 0,
    indentation: indentationOf(text, lineStart, word.start) + lead,
    column,
    fresh: options.fresh,
  };
}

export function itemHere(
  spot: Shifted,
  path: Cursor['path'],
  above: readonly string[],
  options: { readonly index: number; readonly dash: boolean; readonly word?: Word },
): Cursor {
  const { text, lines, offset, lineStart, column, lead = '' } = spot;
  const word = options.word ?? nothing(spot);
  const line = lines.position(offset).line;
  return {
    ...word,
    role: 'item',
    path,
    flow: false,
    prefix: text.slice(word.start, offset),
    before: text.slice(word.start, offset),
    manyLines: false,
    lead: options.dash ? `${lead}- ` : lead,
    trail: '',
    beside: new Map(),
    items: [...above, ...itemsBelow(text, lines, line, column)],
    index: options.index,
    indentation: indentationOf(text, lineStart, word.start) + lead,
    column,
    fresh: true,
  };
}
