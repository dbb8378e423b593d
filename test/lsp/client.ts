import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { uriOf } from '../../src/service';
import { discard } from '../fixtures/discard';

export const SERVER = resolve('dist/language-server.cjs');

export interface StartOptions {
  /** What is run; default the bundle with `--stdio`. */
  readonly argv?: readonly string[];
  readonly folder?: string;
  readonly initializationOptions?: object;
  readonly settings?: object;
  /** Client capabilities beside those that every test has. */
  readonly capabilities?: object;
  readonly initialize?: boolean;
}

/** A language client of the tests: the real protocol to a real process. */
export interface Client {
  readonly connection: MessageConnection;
  readonly process: ChildProcessWithoutNullStreams;
  /** The server's answer to `initialize`. */
  readonly initialized: Readonly<Record<string, unknown>>;
  /** What the server asked or told, by method. */
  readonly heard: (method: string) => readonly unknown[];
  readonly published: readonly PublishDiagnosticsParams[];
  request<T>(method: string, params: unknown, token?: CancellationToken): Promise<T>;
  notify(method: string, params: unknown): void;
  open(path: string, text: string, version?: number): string;
  change(uri: string, version: number, changes: readonly object[]): void;
  /** The last diagnostics of a URI. */
  diagnostics(uri: string): readonly Diagnostic[];
  /** Waits for diagnostics of a URI that meet a condition, among those from now on and the last. */
  until(
    uri: string,
    holds: (diagnostics: readonly Diagnostic[], version: number | undefined) => boolean,
    milliseconds?: number,
  ): Promise<readonly Diagnostic[]>;
  stop(): Promise<number | null>;
}

const clients = new Set<ChildProcessWithoutNullStreams>();

/** Ends what a failed test left. */
export function killAll(): void {
  for (const one of clients) one.kill('SIGKILL');
}

export async function startClient(options: StartOptions = {}): Promise<Client> {
  const argv = options.argv ?? [SERVER, '--stdio'];
  const child = spawn(process.execPath, argv, { stdio: 'pipe' });
  clients.add(child);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const heard = new Map<string, unknown[]>();
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification((method, params) => {
    heard.set(method, [...(heard.get(method) ?? []), params]);
    if (method !== 'textDocument/publishDiagnostics') return;
    published.push(params as unknown as PublishDiagnosticsParams);
    for (const check of [...waiting]) check();
  });
  connection.onRequest((method, params) => {
    heard.set(method, [...(heard.get(method) ?? []), params]);
    return method === 'workspace/configuration' ? [options.settings ?? {}] : null;
  });
  connection.onError(() => undefined);
  connection.listen();
  const last = (uri: string): PublishDiagnosticsParams | undefined =>
    published.findLast((params) => params.uri === uri);
  const client = {
    connection,
    process: child,
    heard: (method: string) => heard.get(method) ?? [],
    published,
    request: <T>(method: string, params: unknown, token?: CancellationToken) =>
      token === undefined
        ? connection.sendRequest<T>(method, params)
        : connection.sendRequest<T>(method, params, token),
    notify: (method: string, params: unknown) => void connection.sendNotification(method, params),
    open: (path: string, text: string, version = 1) => {
      const uri = /^[a-z-]+:/u.test(path) && !/^[A-Z]:/iu.test(path) ? path : uriOf(path);
      client.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'curriculum', version, text },
      });
      return uri;
    },
    change: (uri: string, version: number, contentChanges: readonly object[]) =>
      client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    diagnostics: (uri: string) => last(uri)?.diagnostics ?? [],
    until: (
      uri: string,
      holds: (diagnostics: readonly Diagnostic[], version: number | undefined) => boolean,
      milliseconds = 40_000,
    ) =>
      new Promise<readonly Diagnostic[]>((resolvePromise, reject) => {
        const check = (): void => {
          const params = last(uri);
          if (params === undefined || !holds(params.diagnostics, params.version)) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolvePromise(params.diagnostics);
        };
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`Not seen in ${milliseconds} ms; last: ${JSON.stringify(last(uri), null, 1)}`));
        }, milliseconds);
        waiting.add(check);
        check();
      }),
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
      if (child.exitCode === null) {
        await connection.sendRequest('shutdown').catch(() => undefined);
        await connection.sendNotification('exit').catch(() => undefined);
      }
      const [code] = (await ended) as [number | null];
      connection.dispose();
      clients.delete(child);
      return code;
    },
  };
  const initialized =
    options.initialize === false ? {} : await initialize(client.request, client.notify, options);
  return { ...client, initialized };
}

async function initialize(
  request: Client['request'],
  notify: Client['notify'],
  { folder, initializationOptions, capabilities }: StartOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await request<Readonly<Record<string, unknown>>>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: folder === undefined ? null : [{ uri: uriOf(folder), name: 'test' }],
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
      },
      window: { workDoneProgress: true },
      textDocument: {
        hover: { contentFormat: ['markdown', 'plaintext'] },
        completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
      },
      ...capabilities,
    },
    initializationOptions: {
      commands: true,
      ...(folder === undefined ? {} : { cacheFolder: join(folder, '.test-cache') }),
      ...initializationOptions,
    },
  });
  notify('initialized', {});
  return answer;
}

/** A folder of its own with files in it. */
export interface Folder {
  readonly path: string;
  write(name: string, text: string): string;
  /** JSON lines. */
  rows(name: string, rows: Iterable<object>): string;
  remove(): void;
}

export function makeFolder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-lsp-')));
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  return {
    path,
    write,
    rows: (name, rows) => write(name, [...rows].map((row) => `${JSON.stringify(row)}\n`).join('')),
    remove: () => discard(path),
  };
}

/** Rows of arithmetic. */
export function* sums(count: number): Generator<object> {
  for (let index = 0; index < count; index++) {
    yield { problem: `${index} + 1 = ?`, answer: String(index + 1), pass_rate: (index % 5) / 4 };
  }
}

export const SMALL = `curriculum: 1
name: small
model: micro-vlm
engine: embedded
datasets:
  sums: { capability: textual-reasoning, train: sums.jsonl }
stages:
  - id: think
    data: sums
    where: pass_rate < 1
    batch: 4
`;

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolvePromise) => setTimeout(resolvePromise, milliseconds));
