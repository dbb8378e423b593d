import { GRAMMAR, textSpan, type MapNode, type ScalarNode, type TreeNode } from '../../../language';
import type { Snapshot } from '../../document/snapshot';
import type { Edit } from '../fix';
import { endOf, entryEnd, isFlow, lineEnd, lineStart, ownEntries, spanOf } from './text';

/** Writes other characters for a scalar's text; quotes stay where they are. */
export function replaceText(node: ScalarNode, text: string): Edit {
  const isQuoted = node.style === 'single-quoted' || node.style === 'double-quoted';
  if (!isQuoted) return { span: node.span, text };
  return { span: textSpan(node, 0, node.text.length), text };
}

/** Writes another value in the place of one, quotes and brackets included. */
export const replaceNode = (node: TreeNode, text: string): Edit => ({
  span: spanOf(node.span.source, node.span.start, endOf(node)),
  text,
});

/** Columns that the keys of a block mapping stand in, as the text before them. */
export function indentOf(map: MapNode): string {
  const { source, start } = map.span;
  const [first] = ownEntries(map);
  const at = first?.keySpan.start ?? start;
  const from = lineStart(source.text, at);
  return source.text.slice(from, at).replaceAll(/[^\t]/gu, ' ');
}

/** Adds a key to a mapping that does not have it: at its end, or with `first` at its beginning. */
export function addKey(map: MapNode, key: string, value: string, first = false): Edit {
  const { source } = map.span;
  const { text } = source;
  const entries = ownEntries(map);
  const [head] = entries;
  const last = entries.at(-1);
  if (isFlow(map)) {
    const open = map.span.start + 1;
    if (last === undefined || head === undefined) {
      const blank = /^\s*/u.exec(text.slice(open))?.[0].length ?? 0;
      return { span: spanOf(source, open, open + blank), text: ` ${pair(key, value)} ` };
    }
    return first
      ? { span: spanOf(source, head.keySpan.start), text: `${pair(key, value)}, ` }
      : { span: spanOf(source, entryEnd(last.keySpan, last.value, map.span)), text: `, ${pair(key, value)}` };
  }
  const indent = indentOf(map);
  if (first || last === undefined) {
    const at = head?.keySpan.start ?? map.span.start;
    return { span: spanOf(source, at), text: `${pair(key, value)}\n${indent}` };
  }
  return behindLine(source, entryEnd(last.keySpan, last.value, map.span), `${indent}${pair(key, value)}`);
}

const behindLine = (source: MapNode['span']['source'], offset: number, line: string): Edit => ({
  span: spanOf(source, lineEnd(source.text, offset)),
  text: `\n${line}`,
});

/** Adds a key to the root, behind the keys that come before it in the grammar. */
export function addRootKey(root: MapNode, key: string, value: string): Edit {
  const order = Object.keys(GRAMMAR.keys);
  const before = ownEntries(root).findLast((entry) => order.indexOf(entry.key) < order.indexOf(key));
  if (isFlow(root)) return addKey(root, key, value);
  if (before === undefined) return addKey(root, key, value, true);
  const { source } = root.span;
  return behindLine(
    source,
    entryEnd(before.keySpan, before.value, root.span),
    `${indentOf(root)}${pair(key, value)}`,
  );
}

/**
 * Gives the key at a path of the document a value, written as YAML on one line. Mappings on the way that are missing
 * are added in braces. Nothing when the path leads through something else than mappings.
 */
export function setPath(snapshot: Snapshot, path: readonly string[], value: string): Edit | undefined {
  return snapshot.tree?.kind === 'map' ? setIn(snapshot.tree, path, value, true) : undefined;
}

/** The same, in a mapping of the document. */
export function setIn(
  map: MapNode,
  path: readonly string[],
  value: string,
  isRoot = false,
): Edit | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  const written = rest.reduceRight((inner, one) => `{ ${one}: ${inner} }`, value);
  const entry = map.entries.get(key);
  if (entry === undefined) return isRoot ? addRootKey(map, key, written) : addKey(map, key, written);
  const node = entry.value;
  if (node.span.source.path !== map.span.source.path) return undefined;
  if (node.kind === 'scalar' && node.style === 'empty') return fillValue(entry.keySpan, written);
  if (rest.length === 0) return replaceNode(node, written);
  if (node.kind === 'map') return setIn(node, rest, value);
  return isRoot ? undefined : replaceNode(node, written);
}

/** Writes a value behind the colon of a key that has none. */
export function fillValue(keySpan: MapNode['span'], value: string): Edit {
  const colon = /^[ \t]*:/u.exec(keySpan.source.text.slice(keySpan.end))?.[0];
  const at = keySpan.end + (colon?.length ?? 0);
  return {
    span: spanOf(keySpan.source, at),
    text: `${colon === undefined ? ':' : ''}${value.startsWith('\n') ? '' : ' '}${value}`,
  };
}

/** A key and its value; a value on lines of its own brings its first line break. */
const pair = (key: string, value: string): string => `${key}:${value.startsWith('\n') ? '' : ' '}${value}`;
