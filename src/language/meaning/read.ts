import { dirname, resolve } from 'node:path';
import { leafValue, type LeafShape } from '../check/values';
import { child, isBroken, textOf, type TreeNode } from '../parse/tree';
import type { Fields } from '../schema/shape';
import { parseDataRef, pathFault } from './references';

export const fileOf = (node: TreeNode): string => node.span.source.path;

export const wordOf = <W extends string>(words: readonly W[], node: TreeNode | undefined): W | undefined => {
  const text = textOf(node);
  return words.find((word) => word === text);
};

/** A path counts from the folder of the file that wrote it, whichever file the value ends up in. */
export function pathOf(node: TreeNode | undefined): string | undefined {
  const text = textOf(node);
  if (node === undefined || text === undefined || pathFault(text) !== undefined) return undefined;
  return resolve(dirname(fileOf(node)), text);
}

/** The texts of a list, or of the single text that stands for a list of one. */
export function textsOf(
  node: TreeNode | undefined,
): readonly { readonly node: TreeNode; readonly text: string }[] {
  if (node === undefined) return [];
  const texts: { readonly node: TreeNode; readonly text: string }[] = [];
  for (const item of node.kind === 'list' ? node.items : [node]) {
    const text = textOf(item);
    if (text !== undefined) texts.push({ node: item, text });
  }
  return texts;
}

/** The valid values of a record of leaves; paths become absolute. */
export function readFields(fields: Fields, node: TreeNode | undefined): Readonly<Record<string, unknown>> {
  if (node?.kind !== 'map') return {};
  const values: Record<string, unknown> = {};
  // In the order of the grammar, however they are written.
  for (const key in fields) {
    const written = child(node, key);
    const field = written && fields[key];
    if (field === undefined) continue;
    const isPath = field.kind === 'string' && (field.content === 'file' || field.content === 'folder');
    const value = isPath ? pathOf(written) : leafValue(field as LeafShape, written);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

export function readData(node: TreeNode | undefined) {
  const text = textOf(node);
  if (node === undefined || text === undefined || pathFault(text) !== undefined) return undefined;
  return parseDataRef({ file: fileOf(node) }, text);
}

/** `{ a: { b: 1 } }` and `{ a.b: 1 }` are the same engine key `a.b`. */
export function flatOptions(node: TreeNode | undefined, prefix = ''): Readonly<Record<string, unknown>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries.values()].flatMap(({ key, value }): [string, unknown][] => {
      if (isBroken(value)) return [];
      return value.kind === 'map' && value.entries.size > 0
        ? Object.entries(flatOptions(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, plainValue(value)]];
    }),
  );
}

/** A value as YAML gave it. */
function plainValue(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plainValue(value)]));
}
