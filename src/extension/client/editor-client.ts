import {
  BaseLanguageClient,
  type InitializeParams,
  type LanguageClientOptions,
  type MessageTransports,
  type ShutdownMode,
} from 'vscode-languageclient';
import { startServer, type ServerProcess } from './server-process';

/** Milliseconds for a server that was told to end. */
const END_WAIT = 2000;

/**
 * The language client with a server in a process of its own. The package's client for Node starts servers in a dozen
 * ways, which weigh more than this whole folder; we have one way.
 */
export class EditorClient extends BaseLanguageClient {
  private server: ServerProcess | undefined;

  /** `module` is the absolute path of the server's bundle. */
  constructor(
    private readonly module: string,
    options: LanguageClientOptions,
  ) {
    super('stagecraft', 'Stagecraft', options);
  }

  protected override createMessageTransports(): Promise<MessageTransports> {
    this.server = startServer(this.module, this.outputChannel);
    return Promise.resolve(this.server);
  }

  /** The server looks whether this process still lives. */
  protected override fillInitializeParams(parameters: InitializeParams): void {
    super.fillInitializeParams(parameters);
    parameters.processId = process.pid;
  }

  protected override async shutdown(mode: ShutdownMode, timeout?: number): Promise<void> {
    const server = this.server;
    try {
      await super.shutdown(mode, timeout);
    } finally {
      // Also after a start that failed: then nobody has told it to end, and it is killed when the time is over.
      await server?.ended(END_WAIT);
    }
  }

  protected override handleConnectionClosed(): Promise<void> {
    // It has ended, or it can no longer be spoken with.
    this.server?.kill();
    this.server = undefined;
    return super.handleConnectionClosed();
  }
}
