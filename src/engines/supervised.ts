import { createInterface } from 'node:readline';
import type { EngineRequest } from '../protocol';

/** What may be asked of an engine's process from outside. */
export interface Asked {
  /** A line on standard input asks to end. */
  readonly onRequest: (request: EngineRequest) => void;
  /** The supervisor is gone: standard input has ended, or nobody reads standard output. Possibly more than once. */
  readonly onOrphaned: () => void;
  readonly onSignal: (signal: 'SIGTERM' | 'SIGINT') => void;
  /** Milliseconds after which an orphaned process is ended all the same; absent: it may take its time. */
  readonly orphanMs?: number;
}

/**
 * Listens to a supervisor, as the process of an engine must; `EngineRequest` says what its lines are. Returns how to
 * let go of standard input, which would keep the process from ending.
 */
export function listenToSupervisor({ onRequest, onOrphaned, onSignal, orphanMs }: Asked): () => void {
  const orphaned = (): void => {
    onOrphaned();
    if (orphanMs !== undefined) setTimeout(() => process.exit(1), orphanMs).unref();
  };
  // Whoever read our output is gone; there is no one to tell.
  process.stdout.on('error', orphaned);
  process.stderr.on('error', orphaned);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const request = engineRequest(line);
    if (request !== undefined) onRequest(request);
  });
  lines.on('close', orphaned);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => onSignal(signal));
  return () => {
    lines.removeAllListeners('close');
    lines.close();
    process.stdin.destroy();
  };
}

/** What a line on standard input asks for; nothing for any other line, which is nobody's wish. */
export function engineRequest(line: string): EngineRequest | undefined {
  try {
    const request: unknown = JSON.parse(line);
    if (typeof request !== 'object' || request === null || !('type' in request) || request.type !== 'stop')
      return undefined;
    return 'reason' in request && request.reason === 'until'
      ? { type: 'stop', reason: 'until' }
      : { type: 'stop' };
  } catch {
    return undefined;
  }
}
