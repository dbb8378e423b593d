import { dirname } from 'node:path';
import { runMocha } from './support/run-mocha';

/** What VS Code calls in a test window, for the desktop and as a server alike. */
export const run = (): Promise<void> => runMocha(dirname(__filename));

/** A window with tests is trusted whatever its folder; one without runs them when this suite is its extension. */
export function activate(): void {
  if (process.env.STAGECRAFT_TEST_BY_ACTIVATION === undefined) return;
  // Failures are in the results; the extension itself has started well.
  void run().catch(() => undefined);
}
