import { dirname } from 'node:path';
import { CloseAction, ErrorAction } from 'vscode-languageclient';
import { LanguageClient, TransportKind, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import type { ClientHost, RunningClient } from './host';

// Bundled apart (dist/language-client.cjs): the extension is active before this, its largest part, is read.

/**
 * Starts the language server in a process of its own and connects the editor to it; resolves once it has answered.
 * Rejects when it cannot be started. A server that ends later is started again as the host's policy says.
 */
export async function startClient(host: ClientHost): Promise<RunningClient> {
  const client = new LanguageClient(
    'stagecraft',
    'Stagecraft',
    {
      // Its own folder as the current one: nothing of the workspace can be found there by mistake.
      run: { module: host.module, transport: TransportKind.stdio, options: { cwd: dirname(host.module) } },
      debug: {
        module: host.module,
        transport: TransportKind.stdio,
        options: { cwd: dirname(host.module), execArgv: ['--nolazy', '--inspect=6019'] },
      },
    },
    {
      documentSelector: host.schemes.map((scheme) => ({ language: 'curriculum', scheme })),
      diagnosticCollectionName: 'stagecraft',
      outputChannel: host.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: host.options,
      // Hovers show text from data files: markdown in it must never run a command or become HTML.
      markdown: { isTrusted: false, supportHtml: false },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: async () => {
          const restart = await host.crashed();
          return { action: restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          host.checked(uri.toString());
        },
        handleWorkDoneProgress: (token, params, next) => {
          if (params.kind !== 'report') host.working(String(token), params.kind === 'begin');
          next(token, params);
        },
      },
    },
  );
  client.onDidChangeState(({ newState }) => host.running(newState === State.Running));
  await client.start();
  return {
    request: (method, parameters) => client.sendRequest(method, parameters),
    stop: () => client.dispose(2000),
  };
}
