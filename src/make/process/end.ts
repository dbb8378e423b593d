import { listenToSupervisor } from '../../engines';

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
  const dispose = listenToSupervisor({
    onRequest: stop,
    onOrphaned: stop,
    onSignal: stop,
    orphanMs: ORPHAN_MS,
  });
  return { signal: controller.signal, dispose };
}
