import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver-types';
import type { Problem } from '../../../src/protocol';
import { codeActions, toDiagnostics, type Known, type Snapshot } from '../../../src/service';
import { snapshotOf } from '../snapshot';

/** A text as a client keeps it, after edits of LSP (ranges of the text before, none overlapping). */
export function edited({ source }: Snapshot, edits: readonly TextEdit[]): string {
  const at = edits
    .map(({ range: { start, end }, newText }) => ({
      start: source.lines.offset(start.line, start.character),
      end: source.lines.offset(end.line, end.character),
      newText,
    }))
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let text = '';
  let last = 0;
  for (const { start, end, newText } of at) {
    if (start < last) throw new Error(`Edits overlap at ${start}`);
    text += source.text.slice(last, start) + newText;
    last = end;
  }
  return text + source.text.slice(last);
}

/** The diagnostics of a snapshot's own file, as its server sends them. */
export const diagnosticsOf = (
  snapshot: Snapshot,
  problems: readonly Problem[] = snapshot.checked.problems,
): readonly Diagnostic[] =>
  toDiagnostics(problems, [snapshot.path])
    .get(snapshot.uri)
    ?.filter(({ source }) => source === 'stagecraft') ?? [];

/** The quick fixes of one diagnostic. */
export const fixesFor = (
  snapshot: Snapshot,
  diagnostic: Diagnostic,
  known?: Known,
): Promise<readonly CodeAction[]> =>
  codeActions(snapshot, diagnostic.range, [diagnostic], known, ['quickfix']);

/** The document after an action. */
export function after(snapshot: Snapshot, action: CodeAction): Snapshot {
  const edits = action.edit?.changes?.[snapshot.uri] ?? [];
  const read = (path: string): string | undefined =>
    snapshot.checked.base.files.find((file) => file.path === path)?.text;
  return snapshotOf(edited(snapshot, edits), snapshot.path, read);
}

/** Codes of the errors of a snapshot, each as often as it occurs, sorted. */
export const errorCodes = ({ checked }: Snapshot): readonly string[] =>
  checked.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    .sort();

/** What of `more` is not in `less`, with repeats. */
export function added(less: readonly string[], more: readonly string[]): readonly string[] {
  const rest = [...less];
  return more.filter((code) => {
    const at = rest.indexOf(code);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
