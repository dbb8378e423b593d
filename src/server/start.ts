import {
  createConnection,
  DidChangeConfigurationNotification,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node';
import { resolve } from 'node:path';
import { userCacheFolder } from './cache-folder';
import { capabilities } from './capabilities';
import { answerRequests } from './requests';
import { followDocuments } from './follow-documents';
import { editorOf } from './editor';
import { wantsMarkdown } from './features/markup';
import { readManifest, type Manifest } from './manifest';
import { openSession, type Session } from './session';
import { toOptions, toSettings } from './settings';
import { foldersOf } from './workspace/folders';
import { warmUp } from './warm-up';
import { watchFiles } from './workspace/watch-files';

/** How the server and its client speak: as `process.argv` says, or over standard input and output. */
export type Transport = 'arguments' | 'stdio';

/**
 * Starts the language server of this process. It lives until its client says `exit`, closes the connection, or dies;
 * nothing that a client sends ends it otherwise.
 */
export function startLanguageServer(transport: Transport): void {
  const connection: Connection =
    transport === 'stdio' ? createConnection(process.stdin, process.stdout) : createConnection();
  const manifest = readManifest();
  let session: Session | undefined;
  keepAlive(connection);
  process.on('exit', () => session?.stop());

  connection.onInitialize((params) => {
    session?.stop();
    session = initialize(connection, params, manifest);
    return { capabilities: capabilities(), serverInfo: { name: 'stagecraft', version: manifest.version } };
  });
  connection.onShutdown(() => session?.stop());
  answerRequests(connection, () => session);
  followDocuments(connection, () => session);
  connection.listen();
}

function initialize(connection: Connection, params: InitializeParams, { reference }: Manifest): Session {
  const client = (params.capabilities as ClientCapabilities | undefined) ?? {};
  const options = toOptions(params.initializationOptions);
  const watching = watchFiles(connection, client, () => session);
  const folders = foldersOf(params);
  const session: Session = openSession(
    {
      ...options,
      cacheFolder: resolve(options.cacheFolder ?? userCacheFolder()),
      folders: folders.paths(),
      completion: {
        snippets: client.textDocument?.completion?.completionItem?.snippetSupport === true,
        // The command that opens the list again is VS Code's own: an editor with our commands is one.
        retrigger: options.commands === true,
        markdown: wantsMarkdown(client.textDocument?.completion?.completionItem?.documentationFormat),
      },
      hoverMarkdown: wantsMarkdown(client.textDocument?.hover?.contentFormat),
      reference,
    },
    editorOf(connection, client, watching.update),
  );
  const readSettings = async (): Promise<void> => {
    if (client.workspace?.configuration !== true) return;
    session.configured(toSettings(await connection.workspace.getConfiguration('stagecraft')));
  };
  connection.onInitialized(() => {
    watching.start();
    warmUp(() => session.documents.all().length > 0);
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders((event) =>
        session.foldersChanged(folders.change(event)),
      );
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'stagecraft' })
        .catch(() => undefined);
    }
    readSettings().catch((error: unknown) => connection.console.warn(`Settings: ${String(error)}`));
  });
  connection.onDidChangeConfiguration(({ settings }: { settings?: unknown }) => {
    if (client.workspace?.configuration === true) {
      readSettings().catch((error: unknown) => connection.console.warn(`Settings: ${String(error)}`));
    } else {
      const section = (settings as { stagecraft?: unknown } | null | undefined)?.stagecraft;
      if (section !== undefined) session.configured(toSettings(section));
    }
  });
  return session;
}

/** A defect is told and the server goes on; only a connection that is gone ends it. */
function keepAlive(connection: Connection): void {
  const tell = (error: unknown): void => {
    const { code } = (error ?? {}) as { code?: unknown };
    if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET') process.exit(1);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`A defect in Stagecraft: ${text}`);
  };
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}
