import type { CodeLens } from 'vscode-languageserver-types';
import { child, headSpan, textOf, type Span } from '../../language';
import { EDITOR_COMMANDS, type StageCommand } from '../../protocol';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import { madeLenses } from './made';

/**
 * What can be done with what stands there: the whole curriculum at the top of the file, each made dataset, stage and
 * variant above its first line. For clients that have `EDITOR_COMMANDS`. Errors in the file hide nothing: the command
 * says why it refuses. Plans are asked for by the commands themselves; known need only be what was made.
 */
export async function codeLenses(snapshot: Snapshot, known: Known): Promise<readonly CodeLens[]> {
  const { tree, uri } = snapshot;
  if (tree?.kind !== 'map') return [];
  return [
    ...wholeLenses(snapshot),
    ...(await madeLenses(snapshot, known)).map(({ span, title, command, argument }) =>
      lens(span, title, command, argument),
    ),
    ...stageSpans(snapshot).flatMap(({ id, span }) => {
      const command: StageCommand = { uri, stage: id };
      return [
        lens(span, 'Run Stage', EDITOR_COMMANDS.runStage, command),
        lens(span, 'Run from Here', EDITOR_COMMANDS.runFrom, command),
        lens(span, 'Rehearse', EDITOR_COMMANDS.rehearse, command),
        lens(span, 'Debug One Sample', EDITOR_COMMANDS.debugSample, command),
        lens(span, 'Preview Command', EDITOR_COMMANDS.previewCommand, command),
        lens(span, 'Plan', EDITOR_COMMANDS.plan, command),
      ];
    }),
    ...allVariants(snapshot),
    ...variantSpans(snapshot).flatMap(({ id, span }) => {
      const command: StageCommand = { uri, variant: id };
      return [
        lens(span, 'Run Variant', EDITOR_COMMANDS.runVariant, command),
        lens(span, 'Preview Command', EDITOR_COMMANDS.previewCommand, command),
        lens(span, 'Plan', EDITOR_COMMANDS.plan, command),
      ];
    }),
  ];
}

interface Named {
  readonly id: string;
  readonly span: Span;
}

function wholeLenses({ tree, source, uri, checked }: Snapshot): readonly CodeLens[] {
  // A file that is only there to be extended has nothing to run.
  const runs = (checked.base.curriculum?.stages.length ?? 0) > 0 || child(tree, 'stages') !== undefined;
  if (!runs) return [];
  const top: Span = { source, start: 0, end: 0 };
  return [
    lens(top, 'Run Curriculum', EDITOR_COMMANDS.run, { uri }),
    lens(top, 'Preview Command', EDITOR_COMMANDS.previewCommand, { uri }),
    lens(top, 'Plan', EDITOR_COMMANDS.plan, { uri }),
  ];
}

/** Stages that are written in this file, each where it begins; a second one of the same id has no lens. */
function stageSpans({ tree, source }: Snapshot): readonly Named[] {
  const stages = child(tree, 'stages');
  const written: Named[] = [];
  if (stages?.kind === 'list') {
    for (const item of stages.items) {
      const id = textOf(child(item, 'id'));
      if (id !== undefined) written.push({ id, span: headSpan(item) });
    }
  } else if (stages?.kind === 'map') {
    for (const { key, keySpan } of stages.entries.values()) written.push({ id: key, span: keySpan });
  }
  const seen = new Set<string>();
  return written.filter(({ id, span }) => {
    if (id === '' || seen.has(id) || span.source !== source) return false;
    seen.add(id);
    return true;
  });
}

/** Above `variants:` itself, when there is one to run. */
function allVariants(snapshot: Snapshot): readonly CodeLens[] {
  const { tree, source, uri } = snapshot;
  const entry = tree?.kind === 'map' ? tree.entries.get('variants') : undefined;
  if (entry?.keySpan.source !== source || variantSpans(snapshot).length === 0) return [];
  return [lens(entry.keySpan, 'Run All Variants', EDITOR_COMMANDS.runAllVariants, { uri })];
}

function variantSpans({ tree, source }: Snapshot): readonly Named[] {
  const variants = child(tree, 'variants');
  if (variants?.kind !== 'map') return [];
  return [...variants.entries.values()]
    .filter(({ keySpan }) => keySpan.source === source)
    .map(({ key, keySpan }) => ({ id: key, span: keySpan }));
}

function lens(
  { source, start, end }: Span,
  title: string,
  command: string,
  argument: StageCommand,
): CodeLens {
  const from = source.lines.position(start);
  const to = source.lines.position(end);
  return {
    range: {
      start: { line: from.line, character: from.column },
      end: { line: to.line, character: to.column },
    },
    command: { title, command, arguments: [argument] },
  };
}
