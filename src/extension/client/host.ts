import type { CodeLens, LogOutputChannel, TextDocument } from 'vscode';
import type { ServerOptions } from '../../protocol';

/** What the language client is given: where the server is, what it is told at start, and who hears how it does. */
export interface ClientHost {
  /** Absolute path of the server's bundle. */
  readonly module: string;
  /** URI schemes of documents that the server is told about. */
  readonly schemes: readonly string[];
  readonly options: ServerOptions;
  readonly log: LogOutputChannel;
  /** The server is up, or no longer. */
  running(up: boolean): void;
  /** The problems of a document have arrived. */
  checked(uri: string): void;
  /** A longer piece of work has begun or ended, such as a look at data files. */
  working(token: string, begun: boolean): void;
  /** What is shown of the server's lenses. */
  lenses(document: TextDocument, lenses: readonly CodeLens[]): readonly CodeLens[];
  /** The server was up and has ended by itself: this client is done. */
  crashed(): void;
}

export interface RunningClient {
  /** Sends a request of `EDITOR_REQUESTS`; rejects when the server does not know it or is gone. */
  request<T>(method: string, parameters: unknown): Promise<T>;
  /** Sends a notification of `EDITOR_NOTIFICATIONS`. */
  notify(method: string, parameters: unknown): Promise<void>;
  /** Has the editor ask for lenses again. */
  lensesAgain(): void;
  stop(): Promise<void>;
}
