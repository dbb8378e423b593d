import { Worker } from 'node:worker_threads';
import type { EngineEvent } from '../../../protocol';
import { listenToSupervisor } from '../../supervised';
import type { WorkerMessage, WorkerTask } from './worker';

/** How long a step may go on after the supervisor has died before the process ends anyway. */
const ORPHAN_MS = 120_000;
/** How long native libraries may take to let go after the work is done. */
const EXIT_MS = 5_000;

/**
 * The main thread of the runner: starts the worker (`entry` is the bundle itself), passes its events to standard output
 * and stop requests to it. A request, the end of standard input (the supervisor has died), SIGTERM and SIGINT all mean:
 * finish the step, save a checkpoint, end. A second signal ends at once. Resolves to the exit code.
 */
export function runMainThread(entry: string, specFile: string): Promise<number> {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const requestStop = (): void => {
    Atomics.store(flag, 0, 1);
  };
  const letGo = listenToSupervisor({
    onRequest: requestStop,
    onOrphaned: requestStop,
    onSignal: (signal) => {
      if (Atomics.load(flag, 0) !== 0 && signal === 'SIGTERM') process.exit(143);
      requestStop();
    },
    orphanMs: ORPHAN_MS,
  });

  const emit = (event: EngineEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
  return new Promise((resolve) => {
    const task: WorkerTask = { specFile, stop };
    const worker = new Worker(entry, { workerData: task });
    let code: number | undefined;
    const end = (): void => {
      letGo();
      resolve(code ?? 1);
    };
    worker.on('message', (message: WorkerMessage) => {
      switch (message.type) {
        case 'event':
          emit(message.event);
          break;
        case 'log':
          process.stderr.write(`${message.line}\n`);
          break;
        case 'done':
          code = message.code;
          setTimeout(end, EXIT_MS).unref();
          break;
      }
    });
    worker.on('error', (error) => {
      process.stderr.write(`${error.stack ?? error.message}\n`);
      emit({
        type: 'failed',
        message: `The embedded engine failed: ${error.message}`,
        hint: 'The log has the details.',
      });
    });
    worker.on('exit', end);
  });
}
