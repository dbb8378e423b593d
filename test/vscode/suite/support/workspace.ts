import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/** The path of a file in the opened folder. */
export function pathOf(...parts: readonly string[]): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return join(folder.uri.fsPath, ...parts);
}

/** Writes a file of the opened folder, with the folders above it. */
export function write(name: string, text: string): vscode.Uri {
  const path = pathOf(...name.split('/'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  // From the folder's address: as a server the scheme is not `file`.
  return uriOf(name);
}

/** The address of a file in the opened folder. */
export function uriOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, ...name.split('/'));
}

/** Opens a file in the editor, with the focus in it. */
export async function open(file: string | vscode.Uri): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(typeof file === 'string' ? uriOf(file) : file);
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Writes a file and opens it. */
export const openNew = (name: string, text: string): Promise<vscode.TextEditor> => open(write(name, text));
