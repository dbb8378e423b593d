import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** A process of ours, as far as it can be spoken with. */
export interface ChildProcessHandle {
  /** Rejects when the process can no longer be reached. */
  readonly send: (message: object) => Promise<void>;
  /** Ends it; nothing is heard of it any more. Runs go on: they have supervisors of their own. */
  readonly kill: () => void;
}

/** What is done with what a process says. */
export interface ProcessEars<Message> {
  message(message: Message): void;
  /** A line that it wrote besides its messages. */
  line(text: string): void;
  /** It has ended by itself, and how; said once. */
  ended(how: string): void;
}

/**
 * Starts the bundle `module` with some environment variables beside this process's own. It ends with this process:
 * the channel between them closes. A process that could not be started is told as one that has ended.
 */
export function startProcess<Message>(
  module: string,
  env: Readonly<Record<string, string>>,
  ears: ProcessEars<Message>,
): ChildProcessHandle {
  const child = fork(module, [], {
    // Its own folder as the current one: nothing of the workspace can be found there by mistake.
    cwd: dirname(module),
    // Not this process's: a debugger's port is taken already.
    execArgv: [],
    // The editor's program is Electron, which is Node only when told so.
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' },
    // Typed arrays travel as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let over = false;
  const end = (how: string): void => {
    if (over) return;
    over = true;
    ears.ended(how);
  };
  child.on('message', (message) => {
    if (!over) ears.message(message as Message);
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => ears.line(line));
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal ?? `code ${code ?? '?'}`));
  // A process that lives and cannot be spoken with is of no use.
  child.on('disconnect', () => child.kill('SIGKILL'));
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        child.send(message, (error) => (error === null ? resolve() : reject(error)));
      }),
    kill: () => {
      over = true;
      child.kill('SIGKILL');
    },
  };
}
