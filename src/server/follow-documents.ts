import type { Connection } from 'vscode-languageserver/node';
import { EDITOR_NOTIFICATIONS } from '../protocol';
import type { Session } from './session';

/** Keeps the session's texts those of the editor; what makes no sense is logged and left out. */
export function followDocuments(connection: Connection, current: () => Session | undefined): void {
  const ignore = (what: string): void => connection.console.warn(`${what} makes no sense and is left out.`);
  connection.onDidOpenTextDocument((params) => {
    const document = params.textDocument as Partial<typeof params.textDocument> | undefined;
    const { uri, version, text } = document ?? {};
    if (typeof uri !== 'string' || typeof text !== 'string') ignore('An opened document');
    else current()?.opened({ uri, version: versionOf(version), text });
  });
  connection.onDidChangeTextDocument((params) => {
    const document = params.textDocument as Partial<typeof params.textDocument> | undefined;
    const changes: unknown = params.contentChanges;
    if (typeof document?.uri !== 'string' || !Array.isArray(changes)) ignore('A change');
    else if (current()?.changed(document.uri, versionOf(document.version), changes) === false)
      ignore(`A change of ${document.uri}`);
  });
  connection.onDidSaveTextDocument((params) => {
    const uri = uriOfDocument(params);
    if (uri !== undefined) current()?.saved(uri);
  });
  connection.onDidCloseTextDocument((params) => {
    const uri = uriOfDocument(params);
    if (uri !== undefined) current()?.closed(uri);
  });
  connection.onNotification(EDITOR_NOTIFICATIONS.findings, (params: unknown) => {
    if (current()?.found(params) === false) ignore('A message about findings');
  });
}

const versionOf = (version: unknown): number => (typeof version === 'number' ? version : 0);

function uriOfDocument(params: unknown): string | undefined {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { readonly uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : undefined;
}
