import type { LineIndex } from '../../language';
import { closeDeeper, type BlockFrame } from './block';
import { blankLine } from './blank-line';
import { columnOf, isEnd, lineEnd, skipBlanks } from './characters';
import { inFlow } from './in-flow';
import { insideQuote, insideScalar } from './in-text';
import { nextLine, scanAbove, type Open } from './scan';
import type { Cursor } from './types';
import { writtenLine } from './written-line';

/** The text around a cursor, for the functions that look at its line. */
export interface Spot {
  readonly text: string;
  readonly lines: LineIndex;
  readonly offset: number;
  readonly lineStart: number;
  readonly lineEnd: number;
  /** Column of the cursor. */
  readonly column: number;
}

/**
 * What the cursor stands in, told by indentation and brackets alone, so that half-typed text is as good as any. The
 * text above is read once, from the last key of the root on. Nothing where nothing can be completed: comments,
 * headers of block scalars, places that YAML has no meaning for.
 */
export function cursorAt(text: string, lines: LineIndex, offset: number): Cursor | undefined {
  const at = Math.min(Math.max(offset, 0), text.length);
  const lineStart = lines.lineStart(lines.position(at).line);
  const spot: Spot = {
    text,
    lines,
    offset: at,
    lineStart,
    lineEnd: lineEnd(text, lineStart),
    column: columnOf(text, lineStart, at),
  };
  const { frames, open } = scanAbove(text, lines, at);
  if (open !== undefined && !isLeft(spot, open)) return inOpen(spot, frames, open);
  const content = skipBlanks(text, lineStart);
  if (content === at && text[at] === '#') return undefined;
  if (isEnd(text.charCodeAt(content))) return blankLine(spot, frames);
  return at < content ? undefined : writtenLine(spot, frames, content);
}

/** What is open at the cursor, on whichever line it began. */
export function inOpen(spot: Spot, frames: readonly BlockFrame[], open: Open): Cursor | undefined {
  switch (open.kind) {
    case 'comment':
      return undefined;
    case 'flow':
      return inFlow(spot, frames, open);
    case 'quoted':
      return insideQuote(spot, frames, open);
    case 'scalar':
      return insideScalar(spot, frames, open.start);
  }
}

/** An empty line that is indented like what is around the open text, with nothing of it below, has left it. */
function isLeft({ text, offset, lineStart, lineEnd: end, column }: Spot, open: Open): boolean {
  if (open.kind === 'comment' || column > open.column) return false;
  if (skipBlanks(text, lineStart) < Math.min(offset, end)) return false;
  if (!isEnd(text.charCodeAt(skipBlanks(text, offset)))) return false;
  let at = nextLine(text, end);
  while (at < text.length) {
    const content = skipBlanks(text, at);
    if (!isEnd(text.charCodeAt(content))) {
      const isCloser = open.kind === 'flow' && '}],'.includes(text[content] ?? '');
      return columnOf(text, at, content) <= open.column && !isCloser;
    }
    at = nextLine(text, lineEnd(text, content));
  }
  return true;
}

/** Frames that a line in this column leaves open. */
export function framesAt(frames: readonly BlockFrame[], column: number): BlockFrame[] {
  const kept = [...frames];
  closeDeeper(kept, column);
  return kept;
}
