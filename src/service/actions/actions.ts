import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import { FIX_ALL, fixAll } from './fix-all';
import { quickFixes } from './quick-fixes';
import { refactorings } from './refactor';

/** Kinds of the actions that `codeActions` gives, for a server to declare. */
export const ACTION_KINDS: readonly string[] = [
  CodeActionKind.QuickFix,
  FIX_ALL,
  CodeActionKind.RefactorRewrite,
];

/**
 * What can be done at a range: the fixes of those diagnostics that it touches, all sure fixes of the document at once (only where a
 * client asks for that kind), and rewritings that keep the meaning. `only` are kinds that are asked for, each with
 * those below it; absent means all but source actions.
 */
export async function codeActions(
  snapshot: Snapshot,
  range: Range,
  diagnostics: readonly Diagnostic[],
  known?: Known,
  only?: readonly string[],
): Promise<readonly CodeAction[]> {
  const wants = (kind: string): boolean =>
    only === undefined
      ? !kind.startsWith('source')
      : only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
  const all = wants(FIX_ALL) ? await fixAll(snapshot) : undefined;
  const offset = snapshot.source.lines.offset(range.start.line, range.start.character);
  const touched = diagnostics.filter((one) => meet(one.range, range));
  return [
    ...(wants(CodeActionKind.QuickFix) ? await quickFixes(snapshot, touched, known) : []),
    ...(wants(CodeActionKind.RefactorRewrite) ? refactorings(snapshot, offset) : []),
    ...(all === undefined ? [] : [all]),
  ];
}

/** Whether two ranges share a place, be it only an end. */
const meet = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);

const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);
