import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EventEmitter,
  l10n,
  window,
  workspace,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { COMMAND_IDS } from '../commands/ids';
import type { Disposable } from '../disposables';
import { Refusal, showError } from '../refusal';
import type { ClientHost, RunningClient } from './host';
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
  /** Tells it something, when it runs: who must be heard by the next one too listens to `onRunning`. */
  notify(method: string, parameters: unknown): void;
  /** Has its lenses pass through `change` before they are shown; what it gives back has the editor ask for them again. */
  lensesThrough(change: ClientHost['lenses']): () => void;
  /** A server runs that has been told nothing yet. */
  readonly onRunning: Event<void>;
}

/** Holds the one language server of this window. */
export function languageServer(
  extension: ExtensionContext,
  log: LogOutputChannel,
  status: ServerStatus,
): LanguageServer {
  const policy = restartPolicy();
  /** The client that runs or is being started, through as many crashes as the policy allows. */
  let client: Promise<RunningClient> | undefined;
  let stopping = new AbortController();
  const began = new EventEmitter<void>();
  let changeLenses: ClientHost['lenses'] = (_document, lenses) => lenses;

  /** Waits until it is time for another start; false when there is to be none. */
  const mayStartAgain = async (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return false;
    const decision = policy.crashed();
    if (!decision.restart) {
      sayThatItStaysDown();
      return false;
    }
    status.set('starting');
    await sleep(decision.waitMs, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  };

  const begin = async (signal: AbortSignal): Promise<RunningClient> => {
    status.set('starting');
    const { startClient } = await import('./connect');
    const host: ClientHost = {
      module: join(extension.extensionPath, 'dist', 'language-server.cjs'),
      schemes: schemes(),
      options: {
        commands: true,
        cacheFolder: extension.globalStorageUri.fsPath,
      },
      log,
      running: (up) => {
        if (up) status.set('running');
      },
      lenses: (document, lenses) => changeLenses(document, lenses),
      checked: (uri) => status.checked(uri),
      working: (token, begun) => status.working(token, begun),
      crashed: () => hold(beginAgain(signal)),
    };
    for (;;) {
      try {
        const running = await startClient(host);
        setImmediate(() => began.fire());
        return running;
      } catch (error) {
        if (!(await mayStartAgain(signal))) throw error;
      }
    }
  };

  const beginAgain = async (signal: AbortSignal): Promise<RunningClient> => {
    if (await mayStartAgain(signal)) return begin(signal);
    throw new Error('The language server is not started again.');
  };

  const hold = (starting: Promise<RunningClient>): void => {
    client = starting;
    starting.catch((error: unknown) => {
      log.error(error instanceof Error ? error : String(error));
      if (client !== starting) return;
      client = undefined;
      status.set('failed');
    });
  };

  const start = async (): Promise<void> => {
    if (client === undefined) hold(begin(stopping.signal));
    await client?.catch(() => undefined);
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    stopping = new AbortController();
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
      const running = await client?.catch(() => undefined);
      if (running) return running.request(method, parameters);
      throw new Refusal(l10n.t('The Stagecraft language server does not run.'), {
        title: l10n.t('Restart Language Server'),
        command: COMMAND_IDS.restartServer,
      });
    },
    notify: (method, parameters) => {
      // A server that is not there, or goes just now, hears it when another has begun.
      client?.then((running) => running.notify(method, parameters)).catch(() => undefined);
    },
    lensesThrough: (change) => {
      changeLenses = change;
      return () => {
        client?.then((running) => running.lensesAgain()).catch(() => undefined);
      };
    },
    onRunning: began.event,
    dispose: () => {
      began.dispose();
      void stop();
    },
  };
}

function sayThatItStaysDown(): void {
  const message = l10n.t(
    'The Stagecraft language server ended five times in three minutes and stays down. Its output says why.',
  );
  void showError(message, [
    { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput },
    { title: l10n.t('Restart Language Server'), command: COMMAND_IDS.restartServer },
  ]);
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
