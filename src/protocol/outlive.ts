import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at the parent. */
const EVERY = 1000;

/** Runs in a thread of its own: it ends the process also where the main thread is busy or waits for a disk. */
const WATCH = `
const parent = require('node:worker_threads').workerData;
const isGone = () => {
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
};
setInterval(() => {
  if (isGone()) process.kill(process.pid, 'SIGKILL');
}, ${EVERY});
`;

/** Ends this process soon after its parent has ended, whatever it is doing. */
export function endWithParent(): void {
  const worker = new Worker(WATCH, { eval: true, workerData: process.ppid, stdout: true, stderr: true });
  // Without threads the closed channel still ends it.
  worker.on('error', () => undefined);
  worker.unref();
}
