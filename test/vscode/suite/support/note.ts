import { appendFileSync } from 'node:fs';

/** A line of the run's output: something measured that no test asserts. */
export function note(line: string): void {
  const log = process.env.STAGECRAFT_TEST_LOG;
  if (log !== undefined) appendFileSync(log, `        ${line}\n`);
}
