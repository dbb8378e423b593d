import { CodeActionKind, type CodeAction, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import { isError, type Problem } from '../../protocol';
import { uriOf, type Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import { rangeOf } from '../names/range';
import type { Edit, Fix, FixContext } from './fix';
import { ruleOf } from './fixes/table';
import { spotAt } from './spot';
import { inOrder } from './write/apply';
import { tryEdits } from './write/trial';

/** What a fix is made from, for one diagnostic of the document. */
export function contextOf(snapshot: Snapshot, diagnostic: Diagnostic, known: Known | undefined): FixContext {
  const { lines } = snapshot.source;
  const { start, end } = diagnostic.range;
  const from = lines.offset(start.line, start.character);
  const to = Math.max(from, lines.offset(end.line, end.character));
  const { message } = diagnostic;
  return {
    snapshot,
    known,
    diagnostic,
    message: typeof message === 'string' ? message : message.value,
    spot: spotAt(snapshot, from, to),
  };
}

/** The fixes of a diagnostic, the preferred one first. */
export async function fixesOf(context: FixContext): Promise<readonly Fix[]> {
  const rule = ruleOf(context.diagnostic.code);
  if (rule === undefined || 'none' in rule) return [];
  const fixes = (await rule.fix(context)).filter(({ edits }) => edits.length > 0);
  const first = fixes.findIndex(({ preferred }) => preferred === true);
  // One fix at most is the preferred one; editors apply it by a single key.
  return fixes
    .map(({ preferred: _, ...fix }, index) => (index === first ? { ...fix, preferred: true } : fix))
    .sort((a, b) => Number('preferred' in b) - Number('preferred' in a));
}

/**
 * Without a preferred fix that would leave more errors: a slip of punctuation elsewhere can make of a sure fix a wrong
 * one. The others are the user's choice.
 */
function withoutHarm(snapshot: Snapshot, fixes: readonly Fix[], offset: number): readonly Fix[] {
  const count = (problems: readonly Problem[]): number => problems.filter(isError).length;
  return fixes.filter(({ preferred, edits }) => {
    if (preferred !== true) return true;
    const { before, after } = tryEdits(snapshot, edits, offset);
    return count(after) <= count(before);
  });
}

/** Edits as an editor makes them, by the URI of their file. */
export function changesOf(snapshot: Snapshot, edits: readonly Edit[]): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { span, text } of inOrder(edits)) {
    const uri = span.source.path === snapshot.path ? snapshot.uri : uriOf(span.source.path);
    const newText = span.source.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
    (changes[uri] ??= []).push({ range: rangeOf(span), newText });
  }
  return changes;
}

/** The quick fixes of diagnostics of the document, in their order. */
export async function quickFixes(
  snapshot: Snapshot,
  diagnostics: readonly Diagnostic[],
  known: Known | undefined,
): Promise<readonly CodeAction[]> {
  const actions: CodeAction[] = [];
  for (const diagnostic of diagnostics) {
    const context = contextOf(snapshot, diagnostic, known);
    const fixes = await fixesOf(context);
    for (const { title, edits, preferred } of withoutHarm(snapshot, fixes, context.spot.start)) {
      actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        edit: { changes: changesOf(snapshot, edits) },
        ...(preferred === true ? { isPreferred: true } : {}),
      });
    }
  }
  return actions;
}
