import { appendFileSync } from 'node:fs';

/** A line of the run's output: something measured that no test asserts. */
export function note(line: string): void {
  const log = process.env.STAGECRAFT_TEST_LOG;
  if (log !== undefined) appendFileSync(log, `        ${line}\n`);
}

/**
 * A time in milliseconds: a line of the run's output, and one of the file that a bench names by STAGECRAFT_MEASURES,
 * as JSON.
 */
export function measured(what: string, ms: number): void {
  note(`${what}: ${ms.toFixed(ms < 10 ? 1 : 0)} ms`);
  const file = process.env.STAGECRAFT_MEASURES;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ what, ms })}\n`);
}
