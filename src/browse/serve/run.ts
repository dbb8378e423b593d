import { endWithParent } from '../../protocol';
import type { AuditorParts } from '../parts';
import { AuditorThread } from '../thread/thread';
import { serveAuditor } from './serve';

/**
 * Makes this process an auditor: it serves the editor that forked it, which it must not outlive. `program` is its own
 * file, which it starts again as the thread that works out figures.
 */
export function runAuditor(parts: AuditorParts, program: string): void {
  if (process.send === undefined) {
    process.stderr.write('auditor is started by the extension and by nothing else\n');
    process.exitCode = 2;
    return;
  }
  process.on('disconnect', () => process.exit(0));
  endWithParent();
  serveAuditor(
    {
      send: (message) => void process.send?.(message),
      onMessage: (listener) => void process.on('message', listener),
    },
    parts,
    new AuditorThread(program),
  );
}
