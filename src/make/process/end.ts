import { createInterface } from 'node:readline';

/** How long work may take to end after the supervisor has died. */
const ORPHAN_MS = 15_000;

/** Why the steps end early; nothing is lost, and the next start goes on. */
export class StopRequest extends Error {
  override readonly name = 'StopRequest';
}

/**
 * A signal that is aborted when this process should end: a request on standard input, the end of standard input (the
 * supervisor has died), SIGTERM or SIGINT. Whoever then does not end in time is ended.
 */
export function endSignal(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new StopRequest('The making was stopped.'));
  const orphaned = (): void => {
    stop();
    setTimeout(() => process.exit(1), ORPHAN_MS).unref();
  };
  // Whoever read our output is gone; there is no one to tell.
  process.stdout.on('error', orphaned);
  process.stderr.on('error', orphaned);
  const requests = createInterface({ input: process.stdin });
  requests.on('line', (line) => {
    if (isStop(line)) stop();
  });
  requests.on('close', orphaned);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  return {
    signal: controller.signal,
    dispose: () => {
      requests.removeAllListeners('close');
      requests.close();
      process.stdin.destroy();
    },
  };
}

function isStop(line: string): boolean {
  try {
    const request: unknown = JSON.parse(line);
    return typeof request === 'object' && request !== null && 'type' in request && request.type === 'stop';
  } catch {
    return false;
  }
}
