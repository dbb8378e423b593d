import { pathInside, type BlockFrame } from './block';
import { closingQuote, plainEnd, skipBlanks } from './characters';
import type { Spot } from './cursor-at';
import type { Cursor } from './types';
import { without } from './beside';

function valueOf(frames: readonly BlockFrame[]): Omit<Cursor, 'start' | 'end' | 'prefix' | 'before'> {
  const top = frames.at(-1);
  return {
    role: top?.kind === 'list' ? 'item' : 'value',
    path: top?.kind === 'list' ? pathInside(frames).slice(0, -1) : pathInside(frames),
    flow: false,
    manyLines: false,
    lead: '',
    trail: '',
    colon: false,
    beside: top?.kind === 'map' ? without(top.entries, top.key ?? '') : new Map(),
    items: top?.kind === 'list' ? top.items : [],
    index: Math.max(top?.index ?? 0, 0),
    indentation: ' '.repeat(top?.column ?? 0),
    column: top?.column ?? 0,
    fresh: false,
  };
}

/** In a quote that is open at the cursor; it may be closed behind it. */
export function insideQuote(
  { text, offset, lineStart, lineEnd }: Spot,
  frames: readonly BlockFrame[],
  open: { readonly start: number; readonly limit: number },
): Cursor | undefined {
  const mark = text[open.start] === '"' ? '"' : "'";
  if (offset <= open.start) return undefined;
  const close = closingQuote(text, open.start, Math.min(open.limit, text.length));
  const first = open.start + 1;
  const start = Math.max(first, skipBlanks(text, lineStart));
  const manyLines = first < lineStart || (close ?? 0) > lineEnd + 1;
  const end = close !== undefined && close <= lineEnd + 1 ? close - 1 : plainEnd(text, start, offset);
  return {
    ...valueOf(frames),
    start: Math.min(start, offset),
    end: Math.max(Math.min(end, lineEnd), offset),
    prefix: text.slice(Math.min(start, offset), offset),
    before: text.slice(first, offset),
    quote: { mark, closed: close !== undefined },
    manyLines,
  };
}

/** In a block scalar, or on a further line of a plain one. */
export function insideScalar(
  { text, offset, lineStart, lineEnd }: Spot,
  frames: readonly BlockFrame[],
  from: number,
): Cursor {
  const start = Math.min(skipBlanks(text, lineStart), offset);
  return {
    ...valueOf(frames),
    start,
    end: Math.min(Math.max(plainEnd(text, start, offset), offset), lineEnd),
    prefix: text.slice(start, offset),
    before: text.slice(Math.min(from, offset), offset),
    manyLines: true,
  };
}
