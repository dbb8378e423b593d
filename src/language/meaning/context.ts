import type { Curriculum } from '../model';
import { child, hasKey, peek, textOf, type MapNode, type TreeNode } from '../parse/tree';
import type { Report } from '../report';
import type { Shared } from './shared';
import type { Span } from '../text/source';

/** What the checks of meaning look at. */
export interface MeaningContext {
  /** The resolved document. */
  readonly root: MapNode;
  readonly curriculum: Curriculum;
  readonly report: Report;
  /** Names of the variants. */
  readonly names: readonly string[];
  /** Datasets that the curriculum as written or one of its variants uses. */
  readonly used: ReadonlySet<string>;
  /** What the checks of other variants have made of nodes. */
  readonly shared: Shared;
}

/** A stage as it was written, with its id where it has one. */
export interface WrittenStage {
  readonly node: MapNode;
  readonly index: number;
  readonly id?: string;
}

/** Nearly every check asks for them. */
const known = new WeakMap<MapNode, readonly WrittenStage[]>();

export function writtenStages({ root }: Pick<MeaningContext, 'root'>): readonly WrittenStage[] {
  const made = known.get(root) ?? stagesOf(root);
  known.set(root, made);
  return made;
}

function stagesOf(root: MapNode): readonly WrittenStage[] {
  const stages = child(root, 'stages');
  if (stages?.kind !== 'list') return [];
  return stages.items
    .filter((item): item is MapNode => item.kind === 'map')
    .map((node, index) => {
      const id = textOf(peek(node, 'id'));
      return { node, index, ...(id === undefined ? {} : { id }) };
    });
}

/** A text that was written, with its node; nothing when the key is absent, empty or broken. */
export function written(
  node: TreeNode | undefined,
  key: string,
): { readonly text: string; readonly node: TreeNode; readonly keySpan: Span } | undefined {
  const entry = node?.kind === 'map' && hasKey(node, key) ? node.entries.get(key) : undefined;
  const text = textOf(entry?.value);
  return entry === undefined || text === undefined
    ? undefined
    : { text, node: entry.value, keySpan: entry.keySpan };
}

/** The mappings that hold training settings: `defaults`, each stage, `pooled`. */
export function settingPlaces(context: Pick<MeaningContext, 'root'>): readonly MapNode[] {
  const places = [
    child(context.root, 'defaults'),
    ...writtenStages(context).map((one) => one.node),
    child(context.root, 'pooled'),
  ];
  return places.filter((node): node is MapNode => node?.kind === 'map');
}
