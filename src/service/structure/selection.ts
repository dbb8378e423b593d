import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { ScalarNode, TreeNode } from '../../language';
import type { Snapshot } from '../document/snapshot';
import { lastOf, ownParts, rangeOf } from './own';

type Piece = readonly [start: number, end: number];

/**
 * What a selection grows to, step by step, for each position: the word, the text, the entry, the blocks around it,
 * the whole document. Every step holds the one before and is larger.
 */
export function selectionRanges(snapshot: Snapshot, positions: readonly Position[]): SelectionRange[] {
  const { source, tree } = snapshot;
  return positions.map(({ line, character }) => {
    const offset = Math.min(source.lines.offset(line, character), source.text.length);
    const pieces: Piece[] = [[0, source.text.length]];
    if (tree !== undefined) descend(tree, offset, pieces);
    pieces.push(wordAt(source.text, offset), [offset, offset]);
    return nest(pieces, ([start, end]) => rangeOf(source, start, end));
  });
}

function descend(node: TreeNode, offset: number, pieces: Piece[]): void {
  if (node.kind === 'scalar') {
    pieces.push([node.span.start, node.span.end], innerOf(node));
    return;
  }
  const parts = ownParts(node);
  const [first] = parts;
  if (first === undefined) return;
  pieces.push([Math.min(node.span.start, first.start), Math.max(lastOf(node), first.end)]);
  pieces.push([first.start, parts.at(-1)?.end ?? first.end]);
  const found = parts.findLast((part) => part.start <= offset && offset <= part.end);
  if (found === undefined) return;
  pieces.push([found.start, found.end]);
  const key = found.entry?.keySpan;
  if (key !== undefined && offset <= key.end) pieces.push([key.start, key.end]);
  else if (found.node.span.start <= offset) descend(found.node, offset, pieces);
}

/** What stands between the quotes. */
const innerOf = ({ span, style }: ScalarNode): Piece =>
  style === 'single-quoted' || style === 'double-quoted'
    ? [span.start + 1, Math.max(span.start + 1, span.end - 1)]
    : [span.start, span.end];

/** The word at an offset; a dot or a dash inside a name belongs to it. */
export function wordAt(text: string, offset: number): Piece {
  const isPart = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}_.-]/u.test(unit);
  let start = offset;
  let end = offset;
  while (start > 0 && isPart(text[start - 1])) start--;
  while (end < text.length && isPart(text[end])) end++;
  return [start, end];
}

/** Pieces from the largest to the smallest as a chain; one that does not lie inside the one before is left out. */
function nest(pieces: readonly Piece[], range: (piece: Piece) => SelectionRange['range']): SelectionRange {
  const [whole = [0, 0] as const, ...rest] = pieces;
  let outer = whole;
  let chain: SelectionRange = { range: range(whole) };
  for (const piece of rest) {
    const isInside = outer[0] <= piece[0] && piece[1] <= outer[1];
    if (!isInside || (piece[0] === outer[0] && piece[1] === outer[1])) continue;
    chain = { range: range(piece), parent: chain };
    outer = piece;
  }
  return chain;
}
