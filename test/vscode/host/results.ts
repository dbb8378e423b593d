import { existsSync, readFileSync } from 'node:fs';

/** What the suite itself writes when mocha has ended. */
export interface Results {
  /** Tests that the suite's files hold. */
  readonly total: number;
  readonly passes: number;
  readonly failures: number;
  /** Tests that passed, by the file that holds them. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * Why a finished session does not count as passed, or nothing. A window reports success when its extension host has
 * died, when no file was loaded, and when every test was skipped, so all of that is asked of mocha's own results.
 */
export function whyFailed(path: string, files: readonly string[]): string | undefined {
  if (!existsSync(path)) return 'mocha never came to its end: the extension host died or did not start';
  const { total, passes, failures, files: passed } = JSON.parse(readFileSync(path, 'utf8')) as Results;
  if (failures > 0) return `${failures} of ${total} tests failed`;
  if (total === 0 || passes !== total) return `${passes} of ${total} tests ran`;
  const missing = files.filter((file) => (passed[file] ?? 0) === 0);
  return missing.length === 0 ? undefined : `no test ran in ${missing.join(', ')}`;
}
