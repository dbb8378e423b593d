import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { l10n, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import type { Disposable } from '../disposables';
import { Refusal, showError } from '../refusal';
import type { RunningClient } from './host';
import { restartPolicy } from './restart-policy';
import type { ServerStatus } from './status';

/** The language server as the rest of the extension sees it. */
export interface LanguageServer extends Disposable {
  /** Starts the server; never rejects: the status says when it could not be started. */
  start(): Promise<void>;
  /** Stops the server, forgets its crashes and starts it again. */
  restart(): Promise<void>;
  /** Waits for the server and asks it; throws a `Refusal` when it does not run. */
  request<T>(method: string, parameters: unknown): Promise<T>;
}

/** Holds the one language server of this window. */
export function languageServer(
  extension: ExtensionContext,
  log: LogOutputChannel,
  status: ServerStatus,
): LanguageServer {
  const policy = restartPolicy();
  let client: Promise<RunningClient> | undefined;

  const crashed = async (): Promise<boolean> => {
    const decision = policy.crashed();
    if (decision.restart) {
      status.set('starting');
      await sleep(decision.waitMs);
      return true;
    }
    status.set('failed');
    const message = l10n.t(
      'The Stagecraft language server ended five times in three minutes and stays down. Its output says why.',
    );
    void showError(message, [
      { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput },
      { title: l10n.t('Restart Language Server'), command: COMMAND_IDS.restartServer },
    ]);
    return false;
  };

  const begin = async (): Promise<RunningClient> => {
    status.set('starting');
    const { startClient } = await import('./connect');
    return startClient({
      module: join(extension.extensionPath, 'dist', 'language-server.cjs'),
      schemes: schemes(),
      options: {
        commands: true,
        cacheFolder: extension.globalStorageUri.fsPath,
        trusted: workspace.isTrusted,
      },
      log,
      running: (up) => {
        if (up) status.set('running');
      },
      checked: (uri) => status.checked(uri),
      working: (token, begun) => status.working(token, begun),
      crashed,
    });
  };

  const start = async (): Promise<void> => {
    client ??= begin();
    try {
      await client;
    } catch (error) {
      client = undefined;
      log.error(error instanceof Error ? error : String(error));
      status.set('failed');
    }
  };

  const stop = async (): Promise<void> => {
    const stopped = client;
    client = undefined;
    // A client that never came up has nothing to stop, and one that hangs is ended by the client itself.
    await stopped?.then((running) => running.stop()).catch(() => undefined);
  };

  return {
    start,
    restart: async () => {
      policy.reset();
      await stop();
      await start();
      if (client) window.setStatusBarMessage(l10n.t('Stagecraft: the language server runs again'), 4000);
    },
    request: async (method, parameters) => {
      await start();
      const running = await client;
      if (running) return running.request(method, parameters);
      throw new Refusal(l10n.t('The Stagecraft language server does not run.'), {
        title: l10n.t('Restart Language Server'),
        command: COMMAND_IDS.restartServer,
      });
    },
    dispose: () => void stop(),
  };
}

/** Local files, unsaved ones, and whatever the workspace's own folders are made of. */
const schemes = (): readonly string[] => [
  ...new Set([
    'file',
    'untitled',
    'vscode-vfs',
    ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme),
  ]),
];
