import { serveData } from '../server/data/process';
import { endWithParent } from '../protocol';
import type { ToData } from '../server/data/protocol';

// Started by the language server alone, which it must not outlive. The first argument is the cache folder.
const [cache] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
if (process.send !== undefined) endWithParent();
serveData(
  {
    send: (message) => void process.send?.(message, () => undefined),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToData)),
  },
  cache,
);
if (process.send === undefined) {
  process.stderr.write('data-process is started by the language server and by nothing else\n');
  process.exitCode = 2;
}
