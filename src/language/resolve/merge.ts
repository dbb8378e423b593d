import { isEmpty, isBroken, type Entry, type MapNode, type TreeNode } from '../parse/tree';
import { mergeStages, type StageMerge } from './merge-stages';

/**
 * What differs, laid over what it starts from: mappings merge key by key, everything else replaces. Two places have
 * their own rule: `stages` (see `mergeStages`), and `engine`, whose mapping names one engine and is replaced when
 * the other names another. A key without a value changes nothing.
 */
export function mergeDocuments(base: MapNode, over: MapNode, stages: StageMerge): MapNode {
  return mergeMaps(base, over, (key, below, above) => {
    if (key === 'stages') return mergeStages(below, above, stages);
    if (key === 'engine') return mergeEngine(below, above);
    return mergeNodes(below, above);
  });
}

/** The general rule alone. */
export function mergeNodes(base: TreeNode, over: TreeNode): TreeNode {
  if (isEmpty(over) && !isEmpty(base)) return base;
  return base.kind === 'map' && over.kind === 'map'
    ? mergeMaps(base, over, (_key, below, above) => mergeNodes(below, above))
    : over;
}

/** Keys of `base` keep their place in the order; a mapping that is merged stays where it was first written. */
function mergeMaps(
  base: MapNode,
  over: MapNode,
  merge: (key: string, below: TreeNode, above: TreeNode) => TreeNode,
): MapNode {
  const entries = new Map<string, Entry>(base.entries);
  for (const entry of over.entries.values()) {
    const below = base.entries.get(entry.key);
    if (below === undefined) {
      entries.set(entry.key, entry);
      continue;
    }
    const value = merge(entry.key, below.value, entry.value);
    entries.set(entry.key, value === entry.value ? entry : { ...below, value });
  }
  return { kind: 'map', span: base.span, entries };
}

function mergeEngine(base: TreeNode, over: TreeNode): TreeNode {
  if (isBroken(over) || over.kind !== 'map' || base.kind !== 'map') return mergeNodes(base, over);
  const same = [...over.entries.keys()].every((name) => base.entries.has(name));
  return same ? mergeNodes(base, over) : over;
}
