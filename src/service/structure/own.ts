import type { Range } from 'vscode-languageserver-types';
import type { Entry, SourceText, Span, TreeNode } from '../../language';

/** A part of a map or list that was written inside it. */
export interface OwnPart {
  /** The entry of a map; absent for items of a list. */
  readonly entry?: Entry;
  readonly node: TreeNode;
  /** From the key, or the item's start, to the end of the value. */
  readonly start: number;
  readonly end: number;
}

const inside = (inner: Span, outer: Span): boolean =>
  inner.source === outer.source && outer.start <= inner.start && inner.end <= outer.end;

/**
 * What stands inside a node, in the order written. What an alias or a merge key brought from elsewhere is left out,
 * but its key stays where the key was written here.
 */
export function ownParts(node: TreeNode): readonly OwnPart[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') {
    return node.items
      .filter((item) => inside(item.span, node.span))
      .map((item) => ({ node: item, start: item.span.start, end: lastOf(item) }));
  }
  return [...node.entries.values()]
    .filter((entry) => inside(entry.keySpan, node.span))
    .map((entry) => {
      const { keySpan, value } = entry;
      const end = isOwnValue(entry) ? lastOf(value) : keySpan.end;
      return { entry, node: value, start: keySpan.start, end: Math.max(keySpan.end, end) };
    })
    .sort((a, b) => a.start - b.start);
}

/** Whether the value of an entry was written behind its key, rather than where an alias points. */
export const isOwnValue = ({ keySpan, value }: Entry): boolean =>
  value.span.source === keySpan.source && value.span.start >= keySpan.end;

/** The end of what a node says, without the blank lines and comments that its span may take in. */
export function lastOf(node: TreeNode): number {
  const { source, start, end } = node.span;
  if (node.kind !== 'scalar' && !'}]'.includes(source.text[end - 1] ?? '')) return lastPart(node) ?? end;
  let at = end;
  while (at > start && /\s/.test(source.text[at - 1] ?? '')) at--;
  return at;
}

/** The end of the last part of a map or list, found without looking at the ends of the others. */
function lastPart(node: Exclude<TreeNode, { kind: 'scalar' }>): number | undefined {
  if (node.kind === 'list') {
    const last = node.items.findLast((item) => inside(item.span, node.span));
    return last === undefined ? undefined : lastOf(last);
  }
  let last: Entry | undefined;
  for (const entry of node.entries.values()) {
    if (!inside(entry.keySpan, node.span)) continue;
    if (last === undefined || entry.keySpan.start > last.keySpan.start) last = entry;
  }
  if (last === undefined) return undefined;
  return isOwnValue(last) ? Math.max(last.keySpan.end, lastOf(last.value)) : last.keySpan.end;
}

/** The range of a piece of a source, as editors count. */
export function rangeOf(source: SourceText, start: number, end: number): Range {
  const range = source.lines.range(start, end);
  return {
    start: { line: range.start.line, character: range.start.column },
    end: { line: range.end.line, character: range.end.column },
  };
}
