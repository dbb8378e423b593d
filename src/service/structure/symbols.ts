import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import { child, textOf, type TreeNode } from '../../language';
import type { Snapshot } from '../document/snapshot';
import { isOwnValue, ownParts, rangeOf, type OwnPart } from './own';

/** Where a symbol stands: decides what its kind is and what is said of it. */
type Role = 'top' | 'dataset' | 'stage' | 'variant' | 'other';

interface Context {
  readonly snapshot: Snapshot;
  /** Capabilities by dataset id, inherited datasets included. */
  readonly capabilities: ReadonlyMap<string, string>;
}

/** The outline of a curriculum, also the source of breadcrumbs: datasets, stages, variants and what they say. */
export function documentSymbols(snapshot: Snapshot): DocumentSymbol[] {
  const { tree } = snapshot;
  if (tree === undefined) return [];
  const datasets = snapshot.checked.base.curriculum?.datasets ?? [];
  const context = { snapshot, capabilities: new Map(datasets.map((one) => [one.id, one.capability])) };
  return ownParts(tree).flatMap((part) => symbolOf(part, 'top', context));
}

function symbolOf(part: OwnPart, role: Role, context: Context): DocumentSymbol[] {
  const { node, entry } = part;
  const { source } = context.snapshot;
  const stage = role === 'stage' ? stageName(part) : undefined;
  const name = stage ?? entry?.key ?? textOf(node);
  // An item without a name of its own, such as one of a list of numbers still being typed.
  if (name === undefined || name.trim() === '') return [];
  const named = stage === undefined || entry !== undefined ? undefined : idNode(node);
  const at = entry?.keySpan ?? named?.span ?? { start: part.start, end: Math.min(part.end, firstLine(part)) };
  const detail = role === 'stage' ? stageDetail(node, context) : detailOf(node, role);
  const below = childRole(part, role);
  // What an alias points to is outlined where it was written.
  const inside = entry === undefined || isOwnValue(entry) ? ownParts(node) : [];
  const children = inside.flatMap((inner) =>
    inner.entry === undefined && below === 'other' ? [] : symbolOf(inner, below, context),
  );
  return [
    {
      name,
      kind: kindOf(node, role, entry?.key),
      ...(detail === '' ? {} : { detail }),
      range: rangeOf(source, part.start, part.end),
      selectionRange: rangeOf(source, at.start, Math.min(at.end, part.end)),
      ...(children.length === 0 ? {} : { children }),
    },
  ];
}

const firstLine = ({ node, start, end }: OwnPart): number => {
  const stop = node.span.source.text.indexOf('\n', start);
  return stop === -1 ? end : stop;
};

const idNode = (node: TreeNode): TreeNode | undefined => (node.kind === 'map' ? child(node, 'id') : node);
const stageName = ({ entry, node }: OwnPart): string | undefined => entry?.key ?? textOf(idNode(node));

/** Variants hold the keys of the file once more, so what is below them has the roles of the file. */
function childRole({ entry }: OwnPart, role: Role): Role {
  if (role === 'variant') return 'top';
  if (role !== 'top') return 'other';
  switch (entry?.key) {
    case 'datasets':
      return 'dataset';
    case 'stages':
      return 'stage';
    case 'variants':
      return 'variant';
    default:
      return 'other';
  }
}

function kindOf(node: TreeNode, role: Role, key: string | undefined): SymbolKind {
  if (role === 'dataset') return SymbolKind.Struct;
  if (role === 'stage') return SymbolKind.Function;
  if (role === 'variant') return SymbolKind.EnumMember;
  if (role === 'top' && key === 'variants') return SymbolKind.Enum;
  if (role === 'top' && key === 'datasets') return SymbolKind.Namespace;
  if (node.kind === 'list') return SymbolKind.Array;
  if (node.kind === 'map') return SymbolKind.Object;
  switch (typeof node.value) {
    case 'number':
      return SymbolKind.Number;
    case 'boolean':
      return SymbolKind.Boolean;
    default:
      return SymbolKind.Property;
  }
}

/** `perception · pictures · pass_rate < 1`. */
function stageDetail(node: TreeNode, { capabilities }: Context): string {
  const ids = listed(child(node, 'data'));
  const known = [...new Set(ids.flatMap((id) => capabilities.get(id) ?? []))];
  return [known.join(', '), ids.join(', '), short(textOf(child(node, 'where')))]
    .filter((text) => text !== '')
    .join(' · ');
}

function detailOf(node: TreeNode, role: Role): string {
  if (role === 'dataset') return short(textOf(child(node, 'capability')));
  return node.kind === 'list' ? short(listed(node).join(', ')) : short(textOf(node));
}

const listed = (node: TreeNode | undefined): readonly string[] =>
  (node?.kind === 'list' ? node.items : node === undefined ? [] : [node]).flatMap((one) => textOf(one) ?? []);

const MOST = 80;
/** One line, not longer than an outline can show. */
function short(text: string | undefined): string {
  const line = (text ?? '').trim().replaceAll(/\s+/g, ' ');
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
