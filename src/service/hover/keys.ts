import {
  describeShape,
  GRAMMAR,
  type Field,
  type FieldInfo,
  type KeyPath,
  type Shape,
  type TreeNode,
} from '../../language';
import { childShape, itemShape } from '../document/find-at';
import type { HoverContext } from './context';
import { engineKeyWords } from './engine-key';
import { code, paragraphs, points } from './markdown';
import { settingAt, settingOrigin, usualValue } from './origin';
import { anchorOf, referenceLink } from './reference';

/** What the grammar says of a key, and what it comes to here. */
export function keyHover(context: HoverContext): string | undefined {
  const { found, path, reference, snapshot } = context;
  const shape = found.shape?.doc === undefined ? fieldAt(snapshot.tree, found.path) : found.shape;
  if (shape?.doc === undefined) return undefined;
  const name = path.filter((step) => typeof step === 'string').at(-1) ?? '';
  const setting = settingAt(path);
  return paragraphs([
    `**${code(name)}**: ${formOf(shape)}`,
    docOf(shape),
    points([
      ...settingOrigin(context),
      ...[
        usualValue(shape),
        setting === undefined ? undefined : engineKeyWords(context, setting.key),
      ].flatMap((line) => (line === undefined ? [] : [line])),
    ]),
    inside(shape),
    referenceLink(reference, anchorOf(path)),
  ]);
}

/** What the grammar says of the last key of a path: of an item of a list, the key that holds the list. */
function fieldAt(tree: TreeNode | undefined, path: KeyPath): (Shape & Partial<FieldInfo>) | undefined {
  const last = path.findLastIndex((step) => typeof step === 'string');
  let node = tree;
  let shape: (Shape & Partial<FieldInfo>) | undefined = GRAMMAR;
  for (const step of path.slice(0, last + 1)) {
    if (node === undefined) return undefined;
    const below: TreeNode | undefined =
      node.kind === 'map'
        ? node.entries.get(String(step))?.value
        : node.kind === 'list'
          ? node.items[Number(step)]
          : undefined;
    if (below === undefined) return undefined;
    shape = typeof step === 'string' ? childShape(shape, step, node) : itemShape(shape, node, below);
    node = below;
  }
  return shape;
}

const formOf = (shape: Shape & Partial<FieldInfo>): string =>
  `${describeShape(shape)}${shape.unit === undefined ? '' : ` (${shape.unit})`}`;

const docOf = ({ doc, engines }: Partial<FieldInfo>): string =>
  `${doc ?? ''}${engines === undefined ? '' : ` Only for ${engines.map((name) => `\`${name}\``).join(', ')}.`}`;

/** The keys of a mapping, in one line. */
function inside(shape: Shape): string | undefined {
  const keys = keysOf(shape);
  return keys === undefined ? undefined : `Keys: ${Object.keys(keys).map(code).join(', ')}.`;
}

function keysOf(shape: Shape): Readonly<Record<string, Field>> | undefined {
  switch (shape.kind) {
    case 'record':
      return shape.keys;
    case 'dictionary':
      return keysOf(shape.value);
    case 'list':
      return keysOf(shape.item);
    case 'either':
      return shape.options.map(keysOf).find((keys) => keys !== undefined);
    default:
      return undefined;
  }
}
