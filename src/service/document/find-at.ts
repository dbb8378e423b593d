import {
  alternativeFor,
  GRAMMAR,
  type Entry,
  type Field,
  type FieldInfo,
  type KeyPath,
  type Shape,
  type Span,
  type TreeNode,
} from '../../language';

/** What stands at an offset of a document: the innermost key or value, and what the grammar says of it. */
export interface FoundAt {
  /** From the root of the document; items of lists by index. */
  readonly path: KeyPath;
  readonly part: 'key' | 'value';
  /** The value, also where the offset lies in its key. */
  readonly node: TreeNode;
  /** The entry of the mapping that the key or value belongs to; absent for items of lists and the root. */
  readonly entry?: Entry;
  /** Absent where the grammar has no such key. */
  readonly shape?: Shape & Partial<FieldInfo>;
}

const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** The innermost key or value that an offset touches; of two that meet there, the one that begins. */
export function findAt(tree: TreeNode | undefined, offset: number): FoundAt | undefined {
  if (tree === undefined) return undefined;
  return descend({ path: [], part: 'value', node: tree, shape: GRAMMAR }, tree.span, offset);
}

function descend(found: FoundAt, own: Span, offset: number): FoundAt {
  const { node, path } = found;
  if (node.kind === 'map') {
    for (const entry of node.entries.values()) {
      // What an alias or a merge key brought stands elsewhere in the file and is found there.
      if (!within(entry.keySpan, own)) continue;
      const shape = childShape(found.shape, entry.key, node);
      const below: FoundAt = {
        path: [...path, entry.key],
        part: 'key',
        node: entry.value,
        entry,
        ...(shape === undefined ? {} : { shape }),
      };
      if (holds(entry.keySpan, offset)) return below;
      if (within(entry.value.span, own) && holds(entry.value.span, offset)) {
        return descend({ ...below, part: 'value' }, entry.value.span, offset);
      }
    }
  }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      if (!within(item.span, own) || !holds(item.span, offset)) continue;
      const shape = itemShape(found.shape, node, item);
      const below: FoundAt = {
        path: [...path, index],
        part: 'value',
        node: item,
        ...(shape === undefined ? {} : { shape }),
      };
      return descend(below, item.span, offset);
    }
  }
  return found;
}

const within = (inner: Span, outer: Span): boolean =>
  inner.source === outer.source && outer.start <= inner.start && inner.end <= outer.end;

type Known = Shape & Partial<FieldInfo>;

/** The alternative of a shape that a node of this kind is meant as; the shape itself when it has no alternatives. */
export function meantShape(shape: Known | undefined, node: TreeNode): Known | undefined {
  if (shape?.kind !== 'either') return shape;
  const { options, ...rest } = shape;
  const meant = alternativeFor(options, node);
  if (meant === undefined) return undefined;
  const { kind: _, ...info } = rest;
  return { ...info, ...meant };
}

/** The shape of a key of a mapping. */
export function childShape(
  shape: Known | undefined,
  key: string,
  node: TreeNode,
): (Shape & Partial<Field>) | undefined {
  const meant = meantShape(shape, node);
  if (meant?.kind === 'record') return Object.hasOwn(meant.keys, key) ? meant.keys[key] : undefined;
  return meant?.kind === 'dictionary' ? meant.value : meant?.kind === 'any' ? { kind: 'any' } : undefined;
}

/** The shape of an item of a list, as it is written. */
export function itemShape(shape: Known | undefined, node: TreeNode, item: TreeNode): Known | undefined {
  const meant = meantShape(shape, node);
  switch (meant?.kind) {
    case 'list':
      return meantShape(meant.item, item);
    case 'string-list':
      return { kind: 'string', ...(meant.content === undefined ? {} : { content: meant.content }) };
    case 'enum-list':
      return { kind: 'enum', values: meant.values };
    case 'any':
      return meant;
    default:
      return undefined;
  }
}
