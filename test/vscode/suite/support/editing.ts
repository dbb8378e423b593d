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
export async function completeByKeyboard({ document }: vscode.TextEditor): Promise<string> {
  const before = document.getText();
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
  await until('an accepted completion', async () => {
    // Does nothing until the list is there.
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.getText() !== before;
  });
  return document.getText();
}

/** Replaces words of a document, as typing would, without saving. */
export async function replace(editor: vscode.TextEditor, words: string, by: string): Promise<void> {
  const done = await editor.edit((edit) => edit.replace(rangeOf(editor.document, words), by));
  if (!done) throw new Error(`"${words}" could not be replaced`);
}

/** Gives a document another text, without saving. */
export async function setText(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const all = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  const done = await editor.edit((edit) => edit.replace(all, text));
  if (!done) throw new Error(`${document.fileName} could not be changed`);
}
