import { endWithParent } from '../../protocol';
import type { MonitorParts } from '../parts';
import { serveMonitor } from './serve';

const MOST_PENDING = 32;

/**
 * Makes this process a monitor: it serves the editor that forked it, which it must not outlive. Runs that it starts
 * do: they have no tie to it.
 */
export function runMonitor(parts: MonitorParts): void {
  if (process.send === undefined) {
    process.stderr.write('monitor is started by the extension and by nothing else\n');
    process.exitCode = 2;
    return;
  }
  process.on('disconnect', () => process.exit(0));
  endWithParent();
  let pending = 0;
  serveMonitor(
    {
      send: (message) => {
        pending += 1;
        process.send?.(message, () => (pending -= 1));
      },
      isClogged: () => pending > MOST_PENDING,
      onMessage: (listener) => void process.on('message', listener),
    },
    parts,
  );
}
