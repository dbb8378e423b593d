import type { ChildProcess } from 'node:child_process';
import { errorText } from '../protocol';

/** How a process ended; `refused`: it could not be started at all. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly refused?: string;
}

/** Milliseconds that output which grandchildren hold open is waited for after a process has ended. */
export const DRAIN_MS = 2000;

/** Resolves when a process has ended and its output is read, or was waited for long enough. Never rejects. */
export function childEnd(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, refused: errorText(error) });
    });
    child.once('exit', (code, signal) => {
      const drained = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, DRAIN_MS);
      child.once('close', () => {
        clearTimeout(drained);
        resolve({ code, signal });
      });
    });
  });
}
