import { child, type MapNode, type TreeNode } from '../parse/tree';
import type { Span } from '../text/source';
import { writtenStages, written, type MeaningContext } from './context';
import { nameFault, safeName } from './names';
import { quote } from '../report';

/** Names that become folders, or parts of them, must be safe everywhere; ids must be unique even where case is lost. */
export function checkNames(context: MeaningContext): void {
  const { root, report } = context;
  const check: CheckName = (what, name, span, other) => {
    const fault = nameFault(name);
    if (fault === undefined) return;
    report('SC205', span, `${what} ${quote(name)} cannot name a folder: ${fault}`, {
      hint: `Write, for example, \`${safeName(name, other)}\`.`,
    });
  };
  const name = written(root, 'name');
  if (name !== undefined) check('The name', name.text, name.node.span, 'my-curriculum');
  for (const [what, key] of [
    ['Dataset id', 'datasets'],
    ['Variant', 'variants'],
  ] as const) {
    const node: TreeNode | undefined = child(root, key);
    if (node?.kind !== 'map') continue;
    for (const [index, entry] of [...node.entries.values()].entries()) {
      check(what, entry.key, entry.keySpan, `${key.slice(0, -1)}-${index + 1}`);
    }
  }
  checkStageIds(context, check);
}

/** `other` is the name to propose where nothing of the name can stay. */
type CheckName = (what: string, name: string, span: Span, other: string) => void;

const idSpan = (stage: MapNode): Span => (child(stage, 'id') ?? stage).span;

function checkStageIds(context: MeaningContext, check: CheckName): void {
  const seen = new Map<string, { readonly id: string; readonly node: MapNode }>();
  for (const [index, { node, id }] of writtenStages(context).entries()) {
    if (id === undefined) continue;
    const lower = id.toLowerCase();
    const first = seen.get(lower);
    if (first === undefined && lower !== 'base' && nameFault(id) === undefined) {
      seen.set(lower, { id, node });
      continue;
    }
    const span = idSpan(node);
    check('Stage id', id, span, `stage-${index + 1}`);
    if (lower === 'base') {
      context.report(
        'SC205',
        span,
        'A stage cannot be called `base`: `from: base` means the untrained model',
        {
          hint: 'Give the stage another id.',
        },
      );
    }
    if (first === undefined) {
      seen.set(lower, { id, node });
      continue;
    }
    const how = first.id === id ? 'There are two stages' : 'Two stages differ only in case:';
    context.report('SC204', span, `${how} ${quote(id)}`, {
      hint: 'Give each stage an id of its own.',
      related: [{ span: idSpan(first.node), message: 'the first is here' }],
    });
  }
}
