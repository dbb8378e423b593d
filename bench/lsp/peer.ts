import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { CompletionList, PublishDiagnosticsParams } from 'vscode-languageserver/node';

/** One language server under measurement, and one document in it. */
export interface Peer {
  readonly name: string;
  open(text: string): Promise<number>;
  /** One incremental change; the answer's time and what it was. */
  complete(line: number, character: number): Promise<{ readonly ms: number; readonly items: number }>;
  hover(line: number, character: number): Promise<{ readonly ms: number; readonly found: boolean }>;
  change(line: number, from: number, to: number, text: string): void;
  /** Milliseconds from a change until diagnostics of which a condition holds. */
  until(
    holds: (params: PublishDiagnosticsParams) => boolean,
    milliseconds: number,
  ): Promise<number | undefined>;
  /** Resident memory in MB. */
  memory(): number;
  stop(): void;
}

export interface PeerOptions {
  readonly name: string;
  readonly argv: readonly string[];
  readonly uri: string;
  readonly languageId: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly initializationOptions: object;
}

/** Starts a server and initializes it as an editor with all abilities would. */
export async function startPeer(options: PeerOptions): Promise<Peer> {
  const child: ChildProcess = spawn(process.execPath, options.argv, { stdio: ['pipe', 'pipe', 'ignore'] });
  if (child.stdout === null || child.stdin === null) throw new Error('no pipes');
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const listeners = new Set<(params: PublishDiagnosticsParams) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    for (const listener of [...listeners]) listener(params);
  });
  connection.onRequest('workspace/configuration', (params: { items: readonly { section?: string }[] }) =>
    params.items.map(({ section }) => options.settings[section ?? ''] ?? null),
  );
  connection.onRequest(() => null);
  connection.onError(() => undefined);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
        publishDiagnostics: { versionSupport: true, relatedInformation: true },
      },
    },
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: options.settings });
  const { uri } = options;
  const textDocument = { uri };
  let version = 1;
  const until: Peer['until'] = (holds, milliseconds) => {
    const begin = performance.now();
    return new Promise((resolve) => {
      const finish = (ms: number | undefined): void => {
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(ms);
      };
      const listener = (params: PublishDiagnosticsParams): void => {
        if (params.uri === uri && holds(params)) finish(performance.now() - begin);
      };
      const timer = setTimeout(() => finish(undefined), milliseconds);
      listeners.add(listener);
    });
  };
  return {
    name: options.name,
    open: async (text) => {
      const seen = until(() => true, 60_000);
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: options.languageId, version, text },
      });
      return (await seen) ?? NaN;
    },
    complete: async (line, character) => {
      const begin = performance.now();
      const answer = await connection.sendRequest<CompletionList | readonly unknown[]>(
        'textDocument/completion',
        {
          textDocument,
          position: { line, character },
        },
      );
      const items = 'items' in answer ? answer.items.length : answer.length;
      return { ms: performance.now() - begin, items };
    },
    hover: async (line, character) => {
      const begin = performance.now();
      const answer = await connection.sendRequest<unknown>('textDocument/hover', {
        textDocument,
        position: { line, character },
      });
      return { ms: performance.now() - begin, found: answer !== null };
    },
    change: (line, from, to, text) => {
      const range = { start: { line, character: from }, end: { line, character: to } };
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: (version += 1) },
        contentChanges: [{ range, text }],
      });
    },
    until,
    memory: () => {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1024;
    },
    stop: () => {
      connection.dispose();
      child.kill('SIGKILL');
    },
  };
}
