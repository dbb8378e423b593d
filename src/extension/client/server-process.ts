import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import {
  StreamMessageReader,
  StreamMessageWriter,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

/** The server's process, and the two ends on which it is spoken with. */
export interface ServerProcess {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Waits for the process to end by itself, as it was told to; kills it after `waitMs` milliseconds. */
  ended(waitMs: number): Promise<void>;
  kill(): void;
}

/** Where the lines go that the server writes besides its messages, and how it ended. */
export interface ServerLog {
  info(line: string): void;
  error(line: string): void;
}

/**
 * Starts the bundle `module` as a process that speaks over its standard input and output. It ends when this process
 * does: its input closes. Throws when no process could be started.
 */
export function startServer(module: string, log: ServerLog): ServerProcess {
  const child = fork(module, ['--stdio', `--clientProcessId=${process.pid}`], {
    // Its own folder as the current one: nothing of the workspace can be found there by mistake.
    cwd: dirname(module),
    // Not this process's: a debugger's port is taken already.
    execArgv: [],
    // The editor's program is Electron, which is Node only when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' },
    silent: true,
  });
  // Said here, or the error would end the host of all extensions.
  child.on('error', (error) => log.error(`Language server: ${error.message}`));
  const { stdin, stdout, stderr } = child;
  if (child.pid === undefined || stdin === null || stdout === null || stderr === null)
    throw new Error('The process of the language server could not be started.');
  createInterface({ input: stderr, crlfDelay: Infinity }).on('line', (line) => log.error(line));
  child.on('exit', (code, signal) => {
    if (code === 0) log.info('Language server: ended.');
    else log.error(`Language server: ended with ${signal ?? `code ${code ?? '?'}`}.`);
  });
  return {
    reader: new StreamMessageReader(stdout),
    writer: new StreamMessageWriter(stdin),
    ended: (waitMs) => end(child, waitMs),
    kill: () => void child.kill('SIGKILL'),
  };
}

function end(child: ChildProcess, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const late = setTimeout(() => child.kill('SIGKILL'), waitMs);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
