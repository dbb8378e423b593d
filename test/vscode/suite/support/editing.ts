import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from './until';

/** The place of the first `words` in a document, or of their `part`. */
export function rangeOf(document: vscode.TextDocument, words: string, part = words): vscode.Range {
  const from = document.getText().indexOf(words);
  if (from < 0) throw new Error(`"${words}" is not in ${document.fileName}`);
  const start = from + words.indexOf(part);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + part.length));
}

/** The place in the middle of the first `words`, or of their `part`: where a user would point. */
export function inside(document: vscode.TextDocument, words: string, part = words): vscode.Position {
  const { start, end } = rangeOf(document, words, part);
  return document.positionAt(Math.floor((document.offsetAt(start) + document.offsetAt(end)) / 2));
}

/** Puts the cursor somewhere. */
export function putCursor(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection);
}

/** Types as from the keyboard, a key at a time. */
export async function type(text: string): Promise<void> {
  for (const key of text) await vscode.commands.executeCommand('type', { text: key });
}

/** Asks for completion at the cursor and accepts what is selected, as Ctrl+Space and Enter do. */
export const completeByKeyboard = (editor: vscode.TextEditor): Promise<string> =>
  accepted(editor, () => vscode.commands.executeCommand('editor.action.triggerSuggest'));

/**
 * The text after a completion that `ask` brings up was accepted. Accepting a list that still loads closes it, and
 * nothing tells a test that it is there: so it is asked for again, and given more time, until it is.
 */
export async function accepted(
  { document }: vscode.TextEditor,
  ask: () => Thenable<unknown>,
): Promise<string> {
  let patience = 0;
  return until('an accepted completion', async () => {
    await ask();
    await sleep((patience += 250));
    const before = document.getText();
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.getText() !== before && document.getText();
  });
}

/** Replaces words of a document, without saving; its editor need not be the one that shows. */
export const replace = ({ document }: vscode.TextEditor, words: string, by: string): Promise<void> =>
  put(document, rangeOf(document, words), by);

/** Gives a document another text, without saving. */
export const setText = ({ document }: vscode.TextEditor, text: string): Promise<void> =>
  put(document, new vscode.Range(0, 0, document.lineCount, 0), text);

async function put({ uri, fileName }: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${fileName} could not be changed`);
}
