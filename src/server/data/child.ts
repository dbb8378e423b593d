import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../protocol';
import type { FromData, ToData } from './protocol';
import { takePulse } from './pulse';

/** A running data process. */
export interface DataChild {
  readonly pid: number | undefined;
  send(message: ToData): void;
  kill(): void;
}

export interface ChildEvents {
  readonly onMessage: (message: Exclude<FromData, { type: 'pong' }>) => void;
  /** Called once, whatever ended it. */
  readonly onEnd: (reason: string) => void;
  /** What it prints: nothing, unless something is wrong. */
  readonly onPrint: (text: string) => void;
}

/** Starts the data process. It ends by itself when this process does. */
export function startChild(cache: string | undefined, events: ChildEvents): DataChild {
  const script = join(packageRoot(), 'dist', 'data-process.cjs');
  const child: ChildProcess = fork(script, cache === undefined ? [] : [cache], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    // Inside VS Code the running program is Electron, which is Node only when told so.
    env: {
      ...process.env,
      ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
  });
  let ended = false;
  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    pulse.stop();
    events.onEnd(reason);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => events.onPrint(chunk.toString('utf8')));
  }
  const pulse = takePulse(
    () => {
      if (child.connected) child.send({ type: 'ping' } satisfies ToData, () => undefined);
    },
    () => {
      end('it did not answer any more');
      child.kill('SIGKILL');
    },
  );
  child.on('message', (message) => {
    const told = message as FromData;
    pulse.heard();
    if (!ended && told.type !== 'pong') events.onMessage(told);
  });
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`));
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => {
      pulse.stop();
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
    },
  };
}
