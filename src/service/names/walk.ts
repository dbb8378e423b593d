import {
  GRAMMAR,
  STAGE_KEYS,
  type Entry,
  type ScalarNode,
  type Shape,
  type TextContent,
  type TreeNode,
} from '../../language';
import { childShape, meantShape } from '../document/find-at';

/** A key that the user chose, or a text whose purpose the grammar knows. */
export type Written =
  | { readonly kind: 'key'; readonly entry: Entry; readonly of: string; readonly variant?: string }
  | {
      readonly kind: 'text';
      readonly node: ScalarNode;
      readonly content: TextContent | 'stage-id';
      readonly variant?: string;
    };

/**
 * Everything in one file's tree that names something: keys of dictionaries and texts with a purpose, in the order of
 * the grammar's walk. What an alias repeats is given once, where it was written.
 */
export function writtenNames(tree: TreeNode | undefined): readonly Written[] {
  if (tree === undefined) return [];
  const found: Written[] = [];
  const seen = new Map<TreeNode, Set<Shape>>();
  const visit = (shape: Shape | undefined, node: TreeNode, variant: string | undefined): void => {
    if (shape === undefined) return;
    const shapes = seen.get(node) ?? new Set();
    if (shapes.has(shape)) return;
    seen.set(node, shapes.add(shape));
    const here = variant === undefined ? {} : { variant };
    const meant = meantShape(shape, node);
    if (meant === undefined) return;
    if (meant.kind === 'string' || meant.kind === 'string-list') {
      const { content } = meant;
      if (content === undefined) return;
      for (const item of node.kind === 'list' ? node.items : [node]) {
        if (item.kind === 'scalar' && item.value !== null)
          found.push({ kind: 'text', node: item, content, ...here });
      }
      return;
    }
    if (meant.kind === 'list' && node.kind === 'list') {
      for (const item of node.items) visit(meant.item, item, variant);
      return;
    }
    if (node.kind !== 'map' || (meant.kind !== 'record' && meant.kind !== 'dictionary')) return;
    for (const entry of node.entries.values()) {
      const isKey = meant.kind === 'dictionary';
      if (isKey) found.push({ kind: 'key', entry, of: meant.entry, ...here });
      if (meant.kind === 'record' && meant.keys === STAGE_KEYS && entry.key === 'id') {
        if (entry.value.kind === 'scalar' && entry.value.value !== null)
          found.push({ kind: 'text', node: entry.value, content: 'stage-id', ...here });
        continue;
      }
      const within = isKey && meant.entry === 'variant name' ? entry.key : variant;
      visit(isKey ? meant.value : childShape(meant, entry.key, node), entry.value, within);
    }
  };
  visit(GRAMMAR, tree, undefined);
  return found;
}
