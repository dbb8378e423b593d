import {
  child,
  GRAMMAR,
  STAGE_KEYS,
  textOf,
  type Entry,
  type FieldInfo,
  type MapNode,
  type Shape,
  type SourceText,
  type Span,
  type TreeNode,
} from '../../language';
import { childShape, itemShape, meantShape } from '../document/find-at';
import type { Snapshot } from '../document/snapshot';
import { isWithin, ownEntries } from './write/text';

/** A value on the way from the root to a place. */
export interface Level {
  readonly node: TreeNode;
  readonly shape?: Shape & Partial<FieldInfo>;
  /** The entry whose value it is; absent at the root and for items of lists. */
  readonly entry?: Entry;
  readonly index?: number;
}

/** A piece of a document and what it belongs to. */
export interface Spot {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  readonly part: 'key' | 'value';
  /** From the root to the value that stands at `start`, whose key it may be. */
  readonly levels: readonly Level[];
}

/** What a piece of a document belongs to. */
export function spotAt({ source, tree }: Snapshot, start: number, end: number): Spot {
  const levels: Level[] = tree === undefined ? [] : [{ node: tree, shape: GRAMMAR }];
  let part: Spot['part'] = 'value';
  for (let level = levels[0]; level !== undefined && part === 'value';) {
    const step = stepAt(level.node, start);
    level = step && levelBelow(level, step.step);
    if (step === undefined || level === undefined) break;
    levels.push(level);
    part = step.part;
  }
  return { source, start, end, part, levels };
}

/** The key or item that begins last at or before an offset and reaches it: of two that meet, the one that begins. */
function stepAt(
  node: TreeNode,
  offset: number,
): { readonly step: string | number; readonly part: Spot['part'] } | undefined {
  const touches = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  if (node.kind === 'map') {
    const entry = ownEntries(node).findLast(({ keySpan }) => keySpan.start <= offset);
    if (entry === undefined) return undefined;
    if (touches(entry.keySpan)) return { step: entry.key, part: 'key' };
    const isHere = isWithin(entry.value.span, node.span) && touches(entry.value.span);
    return isHere ? { step: entry.key, part: 'value' } : undefined;
  }
  if (node.kind !== 'list') return undefined;
  const index = node.items.findLastIndex(({ span }) => isWithin(span, node.span) && touches(span));
  return index < 0 ? undefined : { step: index, part: 'value' };
}

/** The values along a path, as far as it leads. */
export function levelsOf(tree: TreeNode, path: readonly (string | number)[]): readonly Level[] {
  const levels: Level[] = [{ node: tree, shape: GRAMMAR }];
  for (const step of path) {
    const above = levels.at(-1);
    const next = above && levelBelow(above, step);
    if (next === undefined) break;
    levels.push(next);
  }
  return levels;
}

function levelBelow({ node, shape }: Level, step: string | number): Level | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.get(String(step));
    if (entry === undefined) return undefined;
    const below = childShape(shape, entry.key, node);
    return { node: entry.value, entry, ...(below === undefined ? {} : { shape: below }) };
  }
  if (node.kind !== 'list' || typeof step !== 'number') return undefined;
  const item = node.items[step];
  if (item === undefined) return undefined;
  const below = itemShape(shape, node, item);
  return { node: item, index: step, ...(below === undefined ? {} : { shape: below }) };
}

/** The innermost mapping that a spot lies in: that of its key, or the one whose blank it is. */
export function mapAround({ levels, part }: Spot): (Level & { readonly node: MapNode }) | undefined {
  const own = levels.at(-1);
  const level = own?.node.kind === 'map' && part === 'value' ? own : levels.at(-2);
  return level?.node.kind === 'map' ? { ...level, node: level.node } : undefined;
}

/** The keys and indices that lead to a spot. */
export const pathOf = ({ levels }: Spot): readonly (string | number)[] =>
  levels.slice(1).map(({ entry, index }) => entry?.key ?? index ?? '');

/** A stage of the document. */
export interface StageSpot {
  readonly node: MapNode;
  readonly id: string | undefined;
  /** From the root to the stage. */
  readonly levels: readonly Level[];
}

/** The stage that a spot lies in. */
export function stageAround({ levels }: Spot): StageSpot | undefined {
  for (const [index, level] of [...levels.entries()].reverse()) {
    const shape = meantShape(level.shape, level.node);
    if (level.node.kind !== 'map' || shape?.kind !== 'record' || shape.keys !== STAGE_KEYS) continue;
    const id = textOf(child(level.node, 'id')) ?? level.entry?.key;
    return { node: level.node, id, levels: levels.slice(0, index + 1) };
  }
  return undefined;
}

/** The dataset whose declaration a spot lies in. */
export function datasetAround(
  spot: Spot,
): { readonly level: Level; readonly id: string; readonly key: string | undefined } | undefined {
  const path = pathOf(spot);
  const at = path[0] === 'variants' ? 2 : 0;
  const level = spot.levels[at + 2];
  const [word, id, key] = path.slice(at);
  return word === 'datasets' && typeof id === 'string' && level !== undefined
    ? { level, id, key: typeof key === 'string' ? key : undefined }
    : undefined;
}

/** `['variants', name]` for a spot inside a variant, else nothing: where a change of the same reach belongs. */
export function variantOf(spot: Spot): readonly string[] {
  const [word, name] = pathOf(spot);
  return word === 'variants' && typeof name === 'string' ? [word, name] : [];
}
