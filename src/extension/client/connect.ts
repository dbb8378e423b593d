import { workspace } from 'vscode';
import {
  CloseAction,
  CodeLensRequest,
  ErrorAction,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import { EditorClient } from './editor-client';
import type { ClientHost, RunningClient } from './host';

// Bundled apart (dist/language-client.cjs): the extension is active before this, its largest part, is read.

/**
 * Starts the language server in a process of its own and connects the editor to it; resolves once it has answered.
 * Rejects when it cannot be started. When it ends later the host hears of it, and may start another.
 */
export async function startClient(host: ClientHost): Promise<RunningClient> {
  let up = false;
  const client = new EditorClient(host.module, {
    documentSelector: host.schemes.map((scheme) => ({ language: 'curriculum', scheme })),
    diagnosticCollectionName: 'stagecraft',
    outputChannel: host.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: host.options,
    // Hovers show text from data files: markdown in it must never run a command or become HTML.
    markdown: { isTrusted: false, supportHtml: false },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        if (up) host.crashed();
        return { action: CloseAction.DoNotRestart, message: 'The connection is closed.', handled: true };
      },
    },
    // Who starts the server is told, and knows what to do: no message of the client's own.
    initializationFailedHandler: () => false,
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, diagnostics);
        host.checked(uri.toString());
      },
      provideCodeLenses: async (document, token, next) => {
        const lenses = await next(document, token);
        return lenses && [...host.lenses(document, lenses)];
      },
      handleWorkDoneProgress: (token, params, next) => {
        if (params.kind !== 'report') host.working(String(token), params.kind === 'begin');
        next(token, params);
      },
    },
  });
  client.onDidChangeState(({ newState }) => host.running(newState === State.Running));
  await client.start();
  up = true;
  return {
    request: (method, parameters) => client.sendRequest(method, parameters),
    notify: (method, parameters) => client.sendNotification(method, parameters),
    lensesAgain: () => {
      const lenses = client.getFeature(CodeLensRequest.method);
      // One provider of ours serves them all.
      const document = workspace.textDocuments.find(({ languageId }) => languageId === 'curriculum');
      if (document !== undefined) lenses.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    },
    stop: () => client.dispose(2000),
  };
}
