import { child, peek, textOf } from '../parse/tree';
import { listNames, quote } from '../report';
import { nearest } from '../text/nearest';
import { written, writtenStages, type MeaningContext, type WrittenStage } from './context';

/**
 * The chain of checkpoints of a staged schedule: stages run in the order of the list, and each starts from `base` or
 * from a stage that ran earlier. A pooled schedule trains one stage and has no chain.
 */
export function checkChain(context: MeaningContext): void {
  const stages = writtenStages(context);
  const byId = new Map<string, WrittenStage>();
  for (const stage of stages) {
    if (stage.id !== undefined && !byId.has(stage.id)) byId.set(stage.id, stage);
  }
  const ids = [...byId.keys()];
  const pooled = context.curriculum.schedule.capability !== 'staged';
  for (const stage of stages) {
    const from = written(stage.node, 'from');
    if (from !== undefined && from.text !== 'base') checkFrom(context, stage, from, byId, ids, pooled);
    // In a variant's order an inherited rule may lose its meaning; that is no mistake of the one who wrote it.
    if (!pooled && context.curriculum.variant === undefined) checkUselessCheckpoint(context, stage);
  }
  if (!pooled) checkDeadEnds(context, stages, byId);
}

function checkFrom(
  { report }: MeaningContext,
  stage: WrittenStage,
  from: NonNullable<ReturnType<typeof written>>,
  byId: ReadonlyMap<string, WrittenStage>,
  ids: readonly string[],
  pooled: boolean,
): void {
  const target = byId.get(from.text);
  if (target === undefined) {
    const near = nearest(from.text, ['base', ...ids]);
    report('SC202', from.node.span, `Unknown stage ${quote(from.text)}`, {
      hint:
        near === undefined
          ? `Name ${listNames(['base', ...ids].slice(0, 12), 'or')}.`
          : `Did you mean \`${near}\`?`,
    });
    return;
  }
  if (pooled || target.index < stage.index) return;
  const cycle = cycleFrom(stage, byId);
  if (cycle !== undefined) {
    const line = [...cycle, cycle[0] ?? ''].map((id) => quote(id)).join(' from ');
    report(
      'SC203',
      from.node.span,
      cycle.length === 1
        ? `Stage ${quote(stage.id ?? '')} starts from itself`
        : `Stages start from one another: ${line}`,
      { hint: 'Let one of them start from `base` or from a stage that runs earlier.' },
    );
    return;
  }
  const span = child(target.node, 'id')?.span;
  report(
    'SC215',
    from.node.span,
    `${quote(from.text)} runs after \`${stage.id ?? 'this stage'}\`, which cannot start from it`,
    {
      hint: `Put ${quote(from.text)} before it, or name a stage that runs earlier.`,
      ...(span === undefined ? {} : { related: [{ span, message: `${quote(from.text)} stands here` }] }),
    },
  );
}

/** The ids of the cycle that following the written `from`s leads through, if it comes back to the stage. */
function cycleFrom(
  stage: WrittenStage,
  byId: ReadonlyMap<string, WrittenStage>,
): readonly string[] | undefined {
  const path: string[] = [];
  let next: WrittenStage | undefined = stage;
  while (next?.id !== undefined && !path.includes(next.id)) {
    path.push(next.id);
    next = byId.get(written(next.node, 'from')?.text ?? '');
  }
  return next !== undefined && next.id === stage.id ? path : undefined;
}

function checkUselessCheckpoint({ report }: MeaningContext, stage: WrittenStage): void {
  const rule = written(stage.node, 'checkpoint');
  const from = written(stage.node, 'from')?.text;
  if (rule === undefined || (from !== 'base' && (from !== undefined || stage.index > 0))) return;
  report('SC227', rule.keySpan, '`checkpoint` has no effect: the stage starts from the base model', {
    hint: 'Remove it, or say at the next stage which checkpoint of this one it continues.',
  });
}

/** A stage whose result no later stage continues, though others follow: usually a slip, sometimes an ablation. */
function checkDeadEnds(
  { report }: MeaningContext,
  stages: readonly WrittenStage[],
  byId: ReadonlyMap<string, WrittenStage>,
): void {
  const continued = new Set<number>();
  for (const stage of stages) {
    const from = textOf(peek(stage.node, 'from'));
    if (from === undefined) continued.add(stage.index - 1);
    else if (from !== 'base') {
      // A name that cannot be is already reported, and may well mean the stage before.
      const target = byId.get(from)?.index ?? stage.index;
      continued.add(target < stage.index ? target : stage.index - 1);
    }
  }
  for (const stage of stages.slice(0, -1)) {
    if (continued.has(stage.index)) continue;
    const span = child(stage.node, 'id')?.span;
    if (span === undefined) continue;
    report('SC219', span, `No later stage starts from ${quote(stage.id ?? '')}`, {
      hint: 'Its result stands alone; remove the `from` of the next stage to continue it.',
    });
  }
}
