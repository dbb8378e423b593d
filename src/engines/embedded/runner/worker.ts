import { parentPort, workerData } from 'node:worker_threads';
import type { EngineEvent } from '../../../protocol';
import { work } from './work';

/** What the main thread gives the worker. */
export interface WorkerTask {
  readonly specFile: string;
  /** One 32-bit word: not 0 once a stop is requested. Shared, so that it is seen between two steps at once. */
  readonly stop: SharedArrayBuffer;
}

/** What the worker says. */
export type WorkerMessage =
  | { readonly type: 'event'; readonly event: EngineEvent }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'done'; readonly code: 0 | 1 };

/** The body of the worker thread: onnxruntime blocks the thread it runs in, so the main thread stays out of it. */
export async function runWorker(): Promise<void> {
  const { specFile, stop } = workerData as WorkerTask;
  const flag = new Int32Array(stop);
  const say = (message: WorkerMessage): void => parentPort?.postMessage(message);
  const code = await work(specFile, {
    emit: (event) => say({ type: 'event', event }),
    log: (line) => say({ type: 'log', line }),
    stopRequested: () => Atomics.load(flag, 0) !== 0,
  });
  say({ type: 'done', code });
}
