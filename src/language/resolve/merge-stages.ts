import { listNames, type Report, quote } from '../report';
import {
  child,
  headSpan,
  isBroken,
  isEmpty,
  peek,
  textOf,
  type ListNode,
  type MapNode,
  type TreeNode,
} from '../parse/tree';
import { nearest } from '../text/nearest';
import { mergeNodes } from './merge';

export interface StageMerge {
  readonly report: Report;
  /** What changes the stages, for messages: `variant merged`, `this file`. */
  readonly by: string;
}

/**
 * `stages` over inherited `stages`.
 *
 * - A mapping from ids changes those stages where they stand.
 * - A list of mappings changes the stages with those ids where they stand, and adds new ones at the end.
 * - A list with at least one bare id is the new list: it selects stages and gives their order; mappings in it are
 *   laid over the inherited stage of their id, also where the bare id stands before them (`[a, { id: a, ... }]` is
 *   `a` alone, changed).
 *
 * In a new order, an inherited `from` that only spells out the default (it names the stage written directly before)
 * goes on being the default, which is reported where that changes the stage; every other `from` keeps its stage.
 */
export function mergeStages(base: TreeNode, over: TreeNode, merge: StageMerge): TreeNode {
  if (isEmpty(over) || (over.kind === 'scalar' && isBroken(over))) return base;
  const inherited = stagesById(base);
  if (over.kind === 'map') return patchAll(base, inherited, fromMap(over, inherited, merge));
  if (over.kind !== 'list') return over;
  if (!over.items.some(isBareId)) {
    return patchAll(
      base,
      inherited,
      over.items.map((node) => ({ node, id: idOf(node) })),
    );
  }
  return select(inherited, over, merge);
}

const isBareId = (node: TreeNode): boolean => textOf(node) !== undefined;
const idOf = (node: TreeNode): string | undefined => textOf(peek(node, 'id')) ?? textOf(node);

function stagesById(base: TreeNode): ReadonlyMap<string, TreeNode> {
  const stages = new Map<string, TreeNode>();
  if (base.kind !== 'list') return stages;
  for (const item of base.items) {
    const id = textOf(peek(item, 'id'));
    if (id !== undefined && !stages.has(id)) stages.set(id, item);
  }
  return stages;
}

/** What differs in the stage of an id; without an id, or with a new one, a stage of its own. */
interface Patch {
  readonly node: TreeNode;
  readonly id: string | undefined;
}

function fromMap(
  over: MapNode,
  inherited: ReadonlyMap<string, TreeNode>,
  merge: StageMerge,
): readonly Patch[] {
  return [...over.entries.values()].flatMap(({ key, keySpan, value }) => {
    if (!inherited.has(key)) {
      unknownStage(key, keySpan, inherited, merge);
      return [];
    }
    return value.kind === 'map' ? [{ node: value, id: key }] : [];
  });
}

function patchAll(
  base: TreeNode,
  inherited: ReadonlyMap<string, TreeNode>,
  patches: readonly Patch[],
): TreeNode {
  const byId = new Map<string, TreeNode>();
  const added: TreeNode[] = [];
  for (const { node, id } of patches) {
    const stage = id === undefined ? undefined : (byId.get(id) ?? inherited.get(id));
    if (id === undefined || stage === undefined) added.push(node);
    else byId.set(id, lay(stage, node));
  }
  const items = base.kind === 'list' ? base.items : [];
  const patched = items.map((item) => {
    const id = textOf(peek(item, 'id'));
    return id !== undefined && inherited.get(id) === item ? (byId.get(id) ?? item) : item;
  });
  return { kind: 'list', span: base.span, items: [...patched, ...added] };
}

/** A patch over a stage; the id goes on pointing to where the stage was first written. */
function lay(stage: TreeNode, patch: TreeNode): TreeNode {
  if (patch.kind !== 'map') return stage;
  const entries = new Map(patch.entries);
  entries.delete('id');
  return mergeNodes(stage, { kind: 'map', span: patch.span, entries });
}

function select(inherited: ReadonlyMap<string, TreeNode>, over: ListNode, merge: StageMerge): ListNode {
  const written = [...inherited.keys()];
  const items: TreeNode[] = [];
  const chosen = new Map<string, TreeNode>();
  for (const item of over.items) {
    const id = idOf(item);
    const stage = id === undefined ? undefined : inherited.get(id);
    if (id === undefined || (stage === undefined && item.kind === 'map')) {
      if (item.kind === 'map') items.push(item);
      continue;
    }
    if (stage === undefined) {
      unknownStage(id, item.span, inherited, merge);
      continue;
    }
    const first = chosen.get(id);
    if (first !== undefined && isBareId(first) && item.kind === 'map') {
      const at = items.findIndex((one) => idOf(one) === id);
      items[at] = lay(items[at] ?? stage, item);
      chosen.set(id, item);
      continue;
    }
    if (first !== undefined) {
      merge.report('SC204', headSpan(item), `Stage ${quote(id)} is listed twice`, {
        hint: 'A stage runs once; write a second stage with an id of its own to train on the data again.',
        related: [{ span: headSpan(first), message: 'the first is here' }],
      });
      continue;
    }
    chosen.set(id, item);
    const before = written[written.indexOf(id) - 1];
    const moved = followOrder(stage, item, before, idOf(items.at(-1) ?? item), items.length === 0, merge);
    items.push(lay(moved, item));
  }
  return { kind: 'list', span: over.span, items };
}

/** Takes away an inherited `from` that spells out the default, where the order has changed it. */
function followOrder(
  stage: TreeNode,
  item: TreeNode,
  writtenBefore: string | undefined,
  nowBefore: string | undefined,
  isFirst: boolean,
  merge: StageMerge,
): TreeNode {
  const from = child(stage, 'from');
  const named = textOf(from);
  if (stage.kind !== 'map' || from === undefined || named === undefined) return stage;
  if (named !== writtenBefore || child(item, 'from') !== undefined) return stage;
  if (!isFirst && nowBefore === named) return stage;
  const now = isFirst || nowBefore === undefined ? '`base`' : `\`${nowBefore}\``;
  merge.report(
    'SC216',
    item.span.source === from.span.source ? headSpan(item) : item.span,
    `In the order of ${merge.by}, \`${idOf(stage) ?? ''}\` starts from ${now}: its \`from: ${named}\` only spells out the default`,
    {
      hint: `To start from another stage, write \`from\` at the stage in ${merge.by}.`,
      related: [{ span: from.span, message: `\`from: ${named}\` is written here` }],
    },
  );
  const entries = new Map(stage.entries);
  entries.delete('from');
  return { kind: 'map', span: stage.span, entries };
}

function unknownStage(
  id: string,
  span: Parameters<Report>[1],
  inherited: ReadonlyMap<string, TreeNode>,
  merge: StageMerge,
): void {
  if (inherited.size === 0) {
    merge.report(
      'SC111',
      span,
      `A stage must be a mapping with \`id\` and \`data\`, but is the text ${quote(id)}`,
      {
        hint: `Write \`- id: ${id}\` with its \`data\`; ${merge.by} inherits no stage to name.`,
      },
    );
    return;
  }
  const near = nearest(id, inherited.keys());
  merge.report('SC202', span, `Unknown stage ${quote(id)}`, {
    hint:
      near === undefined
        ? `Stages that ${merge.by} can name: ${listNames([...inherited.keys()].slice(0, 12))}.`
        : `Did you mean \`${near}\`?`,
  });
}
