import type { ListNode, TreeNode } from '../../../language';
import type { Edit } from '../fix';
import type { Level } from '../spot';
import { entryEnd, endOf, isFlow, lineEnd, lineStart, nextLine, ownEntries, spanOf } from './text';

/**
 * Removes the entry of the innermost level with its lines. A mapping that would be left empty goes with it, as a key
 * without a value is wrong, too; the root stays.
 */
export function removeEntry(levels: readonly Level[]): Edit | undefined {
  const own = levels.at(-1);
  const around = levels.at(-2);
  if (own === undefined || around === undefined) return undefined;
  if (own.index !== undefined && around.node.kind === 'list') {
    return removeItem(around.node, own.index, levels.slice(0, -1));
  }
  if (own.entry === undefined || around.node.kind !== 'map') return undefined;
  const map = around.node;
  if (ownEntries(map).length === 1 && !isFlow(map) && levels.length > 2 && map.entries.size === 1) {
    return removeEntry(levels.slice(0, -1));
  }
  const { keySpan, value } = own.entry;
  return removePiece(map, keySpan.start, entryEnd(keySpan, value, map.span));
}

/** Removes a key of the mapping that the levels lead to; nothing where it is not written there. */
export function removeChild(levels: readonly Level[], key: string): Edit | undefined {
  const map = levels.at(-1)?.node;
  const entry = map?.kind === 'map' ? map.entries.get(key) : undefined;
  return entry && removeEntry([...levels, { node: entry.value, entry }]);
}

/** Removes an item of a list; `levels` lead to the list, whose key goes where nothing is left in a block list. */
function removeItem(list: ListNode, index: number, levels: readonly Level[]): Edit | undefined {
  const item = list.items[index];
  if (item === undefined) return undefined;
  const end = endOf(item);
  const { text } = list.span.source;
  const before = text.slice(lineStart(text, item.span.start), item.span.start);
  if (isFlow(list)) return removePiece(list, item.span.start, end);
  if (list.items.length === 1) return removeEntry(levels);
  const dash = /^[ \t]*(-[ \t]+(?:[&!]\S+[ \t]+)*)$/u.exec(before)?.[1];
  return dash === undefined ? undefined : removePiece(list, item.span.start - dash.length, end);
}

/** Removes [start, end) of a collection with its line, or with the comma that separates it. */
export function removePiece(collection: TreeNode, start: number, end: number): Edit {
  const { source } = collection.span;
  const { text } = source;
  if (isFlow(collection)) return { span: flowPiece(collection, start, end), text: '' };
  const from = lineStart(text, start);
  const rest = /^[ \t]*(?:#.*)?$/u.test(text.slice(end, lineEnd(text, end)));
  if (text.slice(from, start).trim() === '' && rest) {
    const to = nextLine(text, end);
    // The last line of a file without a line break takes the break before it along.
    const isLast = to === text.length && !/[\r\n]$/u.test(text) && from > 0;
    return { span: spanOf(source, isLast ? lineEnd(text, lineStart(text, from - 1)) : from, to), text: '' };
  }
  // The first key behind a dash: what follows moves up to it.
  const next = /\S/u.exec(text.slice(nextLine(text, end)));
  const to = next === null ? end : nextLine(text, end) + next.index;
  return { span: spanOf(source, start, to <= collection.span.end ? to : end), text: '' };
}

function flowPiece({ span: { source, start: open } }: TreeNode, start: number, end: number) {
  const after = /^\s*,[ \t]*/u.exec(source.text.slice(end));
  if (after !== null) return spanOf(source, start, end + after[0].length);
  const before = /,\s*$/u.exec(source.text.slice(open, start));
  return spanOf(source, before === null ? start : open + before.index, end);
}
