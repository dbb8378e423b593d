import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { openProgress } from './diagnostics/progress';
import type { Editor } from './session';

/** Milliseconds in which several reasons to ask for hints and lenses anew are one. */
const REFRESH_EVERY = 50;

/** The editor as a session sees it, behind its connection and within what it can do. */
export function editorOf(
  connection: Connection,
  client: ClientCapabilities,
  filesChanged: () => void,
): Editor {
  let refreshing: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    refreshing = undefined;
    if (client.workspace?.inlayHint?.refreshSupport === true)
      connection.languages.inlayHint.refresh().catch(() => undefined);
    if (client.workspace?.codeLens?.refreshSupport === true)
      connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  };
  return {
    publish: (params) => void connection.sendDiagnostics(params).catch(() => undefined),
    refresh: () => (refreshing ??= setTimeout(refresh, REFRESH_EVERY)),
    progress: (document) => openProgress(connection, client, document),
    log: (text) => connection.console.log(text),
    filesChanged,
  };
}
