import { isBroken, isEmpty, type Entry, type MapNode, type TreeNode } from '../parse/tree';
import type { Report } from '../report';
import type { LoadedFile } from './load';
import { mergeDocuments } from './merge';
import { mergeStages } from './merge-stages';

/** Keys that belong to a file and not to what it means, so they are not inherited. */
const OWN_KEYS = ['extends', 'name'];

/** The resolved document of a chain of files, the file itself first and its furthest base last. */
export function mergeChain(chain: readonly LoadedFile[], report: Report): MapNode | undefined {
  let merged: MapNode | undefined;
  for (const { root } of [...chain].reverse()) {
    if (root === undefined) continue;
    merged =
      merged === undefined
        ? withStages(root, report)
        : mergeDocuments(without(merged, OWN_KEYS), root, { report, by: 'this file' });
  }
  return merged;
}

/** The document with a variant laid over it. */
export function applyVariant(root: MapNode, name: string, patch: TreeNode, report: Report): MapNode {
  if (patch.kind !== 'map') return root;
  const by = `variant \`${name}\``;
  return mergeDocuments(root, patch, { report, by });
}

/** A first file has nothing to select from or to patch: bare ids and a mapping of stages are unknown stages there. */
function withStages(root: MapNode, report: Report): MapNode {
  const entry = root.entries.get('stages');
  if (entry === undefined || isEmpty(entry.value) || isBroken(entry.value)) return root;
  const isPlain =
    entry.value.kind === 'list' && entry.value.items.every((item) => item.kind !== 'scalar' || isEmpty(item));
  if (isPlain) return root;
  const nothing: TreeNode = { kind: 'list', span: entry.value.span, items: [] };
  const stages = mergeStages(nothing, entry.value, { report, by: 'a file without `extends`' });
  const entries = new Map<string, Entry>(root.entries);
  entries.set('stages', { ...entry, value: stages });
  return { kind: 'map', span: root.span, entries };
}

/** The mapping without some of its keys. */
export function without(root: MapNode, keys: readonly string[]): MapNode {
  const entries = new Map(root.entries);
  for (const key of keys) entries.delete(key);
  return { kind: 'map', span: root.span, entries };
}
