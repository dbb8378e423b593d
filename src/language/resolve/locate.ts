import type { Place } from '../../protocol';
import type { CheckedCurriculum, KeyPath } from '../model';
import { textSpan } from '../parse/text-span';
import { headSpan, peek, textOf, type ListNode, type TreeNode } from '../parse/tree';
import { placeOf, type Span } from '../text/source';

/** What stands at a path, or at the nearest ancestor that was written. */
export interface Found {
  readonly node: TreeNode;
  /** The key in front of the node; absent at the root and for items of lists. */
  readonly keySpan?: Span;
  /** Whether the whole path was found. */
  readonly exact: boolean;
}

/** Walks a path through a resolved tree. Items of `stages` may be named by id; a flat engine key finds its parts. */
export function find(root: TreeNode, path: KeyPath): Found {
  let found: Found = { node: root, exact: true };
  for (const [index, step] of path.entries()) {
    const next = enter(found.node, step);
    if (next === undefined) {
      const nested = nestedKey(found.node, path.slice(index));
      return nested ?? { ...found, exact: false };
    }
    found = { ...next, exact: true };
  }
  return found;
}

function enter(node: TreeNode, step: string | number): Omit<Found, 'exact'> | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.get(String(step));
    return entry && { node: entry.value, keySpan: entry.keySpan };
  }
  if (node.kind === 'scalar') {
    // A single text may stand for a list of one.
    return step === 0 ? { node } : undefined;
  }
  const item = typeof step === 'number' ? node.items[step] : itemsById(node).get(step);
  return item && { node: item };
}

/** A file of thousands of stages is asked for the place of each. */
const byId = new WeakMap<ListNode, ReadonlyMap<string, TreeNode>>();

function itemsById(list: ListNode): ReadonlyMap<string, TreeNode> {
  const known = byId.get(list);
  if (known !== undefined) return known;
  const items = new Map<string, TreeNode>();
  for (const item of list.items) {
    const id = textOf(peek(item, 'id'));
    if (id !== undefined && !items.has(id)) items.set(id, item);
  }
  byId.set(list, items);
  return items;
}

/** `a.b.c` written as `a: { b.c: 1 }`: the longest key that the path starts with, then the rest. */
function nestedKey(node: TreeNode, rest: KeyPath): Found | undefined {
  const [step, ...further] = rest;
  if (node.kind !== 'map' || typeof step !== 'string') return undefined;
  for (let dot = step.lastIndexOf('.'); dot > 0; dot = step.lastIndexOf('.', dot - 1)) {
    const entry = node.entries.get(step.slice(0, dot));
    if (entry === undefined) continue;
    const found = find(entry.value, [step.slice(dot + 1), ...further]);
    return found.keySpan === undefined ? { ...found, keySpan: entry.keySpan } : found;
  }
  return undefined;
}

/** The methods of a checked curriculum that answer where something was written. */
export function locator(
  root: TreeNode | undefined,
  file: string,
): Pick<CheckedCurriculum, 'locate' | 'locateText'> {
  const whole: Place = { file };
  return {
    locate: (path, part = 'value') => {
      if (root === undefined) return whole;
      const { node, keySpan, exact } = find(root, path);
      if (path.length === 0 || (!exact && node === root)) return placeOf(headSpan(node));
      if (keySpan !== undefined && (part === 'key' || !exact || node.kind === 'map')) return placeOf(keySpan);
      return placeOf(node.kind === 'map' ? headSpan(node) : node.span);
    },
    locateText: (path, start, end) => {
      if (root === undefined) return whole;
      const { node, exact } = find(root, path);
      if (node.kind !== 'scalar' || !exact) return placeOf(headSpan(node));
      return placeOf(textSpan(node, start, end));
    },
  };
}
